import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Media } from '../../../core/library/media.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import type { Clip } from '../../../core/timeline/clip.ts'
import { frame } from '../../../core/timeline/time.ts'
import type { Sample } from '../../../core/timeline/time.ts'
import { openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { findFfmpeg, runFfmpeg } from '../../../main/media/index.ts'
import { importMedia } from '../../../main/studio/import-media.ts'
import { createMediaSounds } from '../../../main/studio/media-sounds.ts'
import { renderRunner } from '../../../main/studio/render-runner.ts'
import { code, temporaryFolder } from '../library/sample.ts'

const SIZE = { width: 64, height: 48 }
const BYTES = SIZE.width * SIZE.height * 3
const RATE = { num: 24, den: 1 }
const GOING = new AbortController().signal

interface Bench {
  library: Library
  folder: string
  /** Makes a file with ffmpeg and imports it. */
  bring(name: string, ...args: string[]): Promise<Media>
  edit(...edits: Edit[]): void
  /** Renders and gives the frames of the film. */
  render(): Promise<Buffer[]>
}

/** A folder that means something to a shell, to ffmpeg, to SQLite and in an address; what Windows forbids is left out there. */
const ODD = `-it's 100%d %03d #c&d 🎬 日本 [1]{a,b} ;$(c)${process.platform === 'win32' ? '' : '"q" `d` *?|\\ con:cat'}`

async function bench(name = ''): Promise<Bench> {
  const folder = join(await temporaryFolder(), name)
  const library = await openLibrary(join(folder, 'Kite.cortado'), {
    create: { name: 'Kite', format: { rate: RATE, size: SIZE } },
  })
  const { sequence } = library.project
  const sounds = createMediaSounds(library, { background: false, onMade: () => undefined })
  return {
    library,
    folder,
    async bring(name, ...args) {
      const path = join(folder, name)
      await runFfmpeg(await findFfmpeg(), [...args, '-y', path])
      const { imported, refused } = await importMedia(library, [path], null, GOING)
      expect(refused).toEqual([])
      return (imported[0] as { media: Media }).media
    },
    edit(...edits) {
      library.sequences.edit(sequence, { revision: library.sequences.get(sequence).revision, edits })
    },
    async render() {
      const out = join(folder, 'film.mkv')
      const payload = { kind: 'render' as const, sequence, preset: 'ffv1', out }
      const job = { payload } as Parameters<ReturnType<typeof renderRunner>['run']>[0]
      await renderRunner(library, sounds).run(job, { signal: GOING, progress: () => undefined } as never)
      return framesOf(out)
    },
  }
}

/** Every frame of a file in the order that a decoder gives them. */
async function framesOf(path: string, ...filters: string[]): Promise<Buffer[]> {
  const flags = 'lanczos+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact'
  const filter = [...filters, `scale=${SIZE.width}:${SIZE.height}:flags=${flags}`, 'format=rgb24'].join(',')
  const output = ['-map', '0:v:0', '-vf', filter, '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1']
  const { stdout } = await runFfmpeg(await findFfmpeg(), ['-i', path, ...output])
  return Array.from({ length: stdout.length / BYTES }, (_, index) =>
    stdout.subarray(index * BYTES, (index + 1) * BYTES),
  )
}

/** No two frames are alike. */
const GRAIN = 'testsrc2=size=64x48:rate=30000/1001:duration=2,noise=alls=60:allf=t:all_seed=7'
/** Samples of a file between -1 and 1, channels in turn. */
async function samplesOf(path: string, channels: number): Promise<Float32Array> {
  const output = ['-map', '0:a:0', '-ac', String(channels), '-f', 'f32le', '-c:a', 'pcm_f32le', 'pipe:1']
  const { stdout } = await runFfmpeg(await findFfmpeg(), ['-i', path, ...output])
  return new Float32Array(Uint8Array.from(stdout).buffer)
}

const VIDEO = ['-f', 'lavfi', '-i', GRAIN, '-c:v', 'libx264', '-bf', '3']

/** One channel in which every sample differs from its neighbours. */
const SAW = "aevalsrc='mod(n*7,20011)/32768':sample_rate=48000:duration=2"

function clip(media: Media, change: Partial<Clip>): Clip {
  return {
    id: 'clipnumber1',
    name: media.name,
    source: { kind: 'media', media: media.file },
    start: frame(0),
    length: frame(12),
    offset: frame(0),
    available: frame(48),
    ...change,
  }
}

const put = (library: Library, clip: Clip): Edit => ({
  name: 'overwrite',
  args: { track: videoTrack(library), clip, splitId: 'splitnumber1' },
})
const videoTrack = (library: Library): string =>
  library.sequences.get(library.project.sequence).sequence.tracks.find(({ kind }) => kind === 'video')?.id ?? ''

/** Which frames of the source a film shows, by comparing every byte. */
function shown(film: readonly Buffer[], source: readonly Buffer[]): number[] {
  return film.map((picture) => source.findIndex((other) => other.equals(picture)))
}
const held = (offset: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.floor(((offset + index) * 30000) / (24 * 1001)))

describe('a film with imported footage', () => {
  it('shows the very frames of the original, cut, fast and backwards, in a folder of any name', async () => {
    const { library, bring, edit, render } = await bench(ODD)
    const media = await bring('clip.mp4', ...VIDEO, '-pix_fmt', 'yuv420p')
    edit(
      put(library, clip(media, { offset: frame(7) })),
      put(library, clip(media, { id: 'clipnumber2', start: frame(12), length: frame(10), offset: frame(20) })),
      { name: 'speed', args: { clip: 'clipnumber2', speed: { num: 2, den: 1 } } },
      put(library, clip(media, { id: 'clipnumber3', start: frame(17), length: frame(8), offset: frame(30) })),
      { name: 'reverse', args: { clip: 'clipnumber3' } },
    )
    const source = await framesOf(library.media.locate(media.file)?.path ?? '')
    const film = await render()
    const fast = [0, 2, 4, 6, 8].map((step) => held(20 + step, 1)[0])
    const back = held(30, 8).toReversed()
    expect(shown(film, source)).toEqual([...held(7, 12), ...fast, ...back])
  })

  it('holds a still for as long as its clip lasts, on black where it is transparent', async () => {
    const { library, bring, edit, render } = await bench()
    const glass = ['-f', 'lavfi', '-i', 'testsrc2=size=64x48,format=rgba,colorchannelmixer=aa=0.5', '-frames:v', '1']
    const media = await bring('still.png', ...glass)
    expect(media.info.kind).toBe('still')
    edit(put(library, clip(media, { length: frame(5), available: null })))
    const film = await render()
    const opaque = await framesOf(library.media.locate(media.file)?.path ?? '')
    expect(film).toHaveLength(5)
    expect(shown(film, film)).toEqual([0, 0, 0, 0, 0])
    const off = Math.max(...(film[0] ?? []).map((value, index) => Math.abs(value - (opaque[0]?.[index] ?? 0) / 2)))
    expect(off).toBeLessThanOrEqual(2)
  })

  it('has the sound of its audio tracks to the sample, cut, quieter, added up and left out where muted', async () => {
    const { library, folder, bring, edit, render } = await bench()
    const media = await bring('saw.wav', '-f', 'lavfi', '-i', SAW, '-c:a', 'pcm_s16le')
    const source = await samplesOf(library.media.locate(media.file)?.path ?? '', 1)
    const tracks = ['tracknumber7', 'tracknumber8', 'tracknumber9']
    const lay = (track: number, change: Partial<Clip>): Edit => ({
      name: 'overwrite',
      args: {
        track: tracks[track] ?? '',
        clip: clip(media, { available: frame(48), ...change }),
        splitId: 'splitnumber2',
      },
    })
    edit(
      ...tracks.map((id): Edit => ({ name: 'addTrack', args: { track: { id, kind: 'audio', name: id }, at: 99 } })),
      lay(0, { offset: frame(7), length: frame(5) }),
      lay(0, { id: 'clipnumber2', start: frame(5), offset: frame(20), length: frame(6) }),
      lay(1, { id: 'clipnumber3', start: frame(8), length: frame(6), look: { volume: -6 } }),
      lay(1, { id: 'clipnumber4', start: frame(14), length: frame(6), disabled: true }),
      lay(2, { id: 'clipnumber5', length: frame(20) }),
      { name: 'changeTrack', args: { track: tracks[2] ?? '', muted: true } },
    )
    expect(await render()).toHaveLength(20)
    const film = await samplesOf(join(folder, 'film.mkv'), 2)
    const FRAME = 2000
    expect(film).toHaveLength(20 * FRAME * 2)
    const heard = Array.from({ length: 20 * FRAME }, (_, at) => {
      const cut = at < 5 * FRAME ? at + 7 * FRAME : at < 11 * FRAME ? at + 15 * FRAME : -1
      const quiet = at >= 8 * FRAME && at < 14 * FRAME ? (source[at - 8 * FRAME] ?? 0) * 10 ** (-6 / 20) : 0
      return (source[cut] ?? 0) + quiet
    })
    // A step of 24 bits is 2^-23 of the whole.
    for (const side of [0, 1]) {
      const worst = Math.max(...heard.map((value, at) => Math.abs(value - (film[2 * at + side] ?? 9))))
      expect(worst).toBeLessThan(2 ** -22)
    }
  })

  it('mixes more sounds than are open at once, and keeps a sound that was moved by samples in its place', async () => {
    const { library, folder, bring, edit, render } = await bench()
    const media = await bring('saw.wav', '-f', 'lavfi', '-i', SAW, '-c:a', 'pcm_s16le')
    const source = await samplesOf(library.media.locate(media.file)?.path ?? '', 1)
    const track = 'tracknumber7'
    const one = (at: number): Edit => ({
      name: 'overwrite',
      args: {
        track,
        clip: clip(media, { id: `clipnumber${at}`, start: frame(at), offset: frame(at), length: frame(1) }),
        splitId: 'splitnumber2',
      },
    })
    edit(
      { name: 'addTrack', args: { track: { id: track, kind: 'audio', name: 'A7' }, at: 99 } },
      ...Array.from({ length: 30 }, (_, at) => one(at)),
      { name: 'shiftSound', args: { clip: 'clipnumber29', samples: 500 as Sample } },
    )
    await render()
    const film = await samplesOf(join(folder, 'film.mkv'), 2)
    const wanted = Array.from({ length: 60_000 }, (_, at) => (at < 58_000 ? at : at < 58_500 ? -1 : at - 500))
    const worst = Math.max(...wanted.map((from, at) => Math.abs((source[from] ?? 0) - (film[2 * at] ?? 9))))
    expect(worst).toBeLessThan(2 ** -22)
  })

  it('is heard backwards, faster, louder by keyframes and at one side', async () => {
    const { library, folder, bring, edit, render } = await bench()
    const saw = await bring('saw.wav', '-f', 'lavfi', '-i', SAW, '-c:a', 'pcm_s16le')
    const tone = await bring(
      'tone.wav',
      '-f',
      'lavfi',
      '-i',
      'aevalsrc=sin(2*PI*1000*t)/2:sample_rate=48000:duration=2',
    )
    const source = await samplesOf(library.media.locate(saw.file)?.path ?? '', 1)
    const track = 'tracknumber7'
    const lay = (media: Media, id: string, start: number, change: Partial<Clip> = {}): Edit => ({
      name: 'overwrite',
      args: { track, clip: clip(media, { id, start: frame(start), ...change }), splitId: 'splitnumber2' },
    })
    edit(
      { name: 'addTrack', args: { track: { id: track, kind: 'audio', name: 'A7' }, at: 99 } },
      lay(saw, 'clipnumber1', 0, { offset: frame(5), length: frame(6) }),
      { name: 'reverse', args: { clip: 'clipnumber1' } },
      lay(tone, 'clipnumber2', 6, { length: frame(12) }),
      { name: 'speed', args: { clip: 'clipnumber2', speed: { num: 2, den: 1 } } },
      lay(saw, 'clipnumber3', 12, {
        length: frame(10),
        look: {
          volume: [
            { at: 2, value: 0, ease: 'linear' },
            { at: 6, value: -12, ease: 'hold' },
            { at: 8, value: -96, ease: 'hold' },
          ],
          pan: -40,
        },
      }),
    )
    await render()
    const film = await samplesOf(join(folder, 'film.mkv'), 2)
    const FRAME = 2000
    const worst = (from: number, to: number, wanted: (at: number, side: number) => number): number => {
      let most = 0
      for (let at = from * FRAME; at < to * FRAME; at += 1)
        for (const side of [0, 1]) most = Math.max(most, Math.abs(wanted(at, side) - (film[2 * at + side] ?? 9)))
      return most
    }
    // Film frame 0 shows source frame 10, from its end.
    expect(worst(0, 6, (at) => source[11 * FRAME - 1 - at] ?? 0)).toBeLessThan(2 ** -22)
    // Twice as fast is an octave higher; the tone is 2,000 Hz but for its ends, where it is cut off.
    const octave = (at: number): number => Math.sin((2 * Math.PI * 1000 * (2 * (at - 6 * FRAME) + 0.5)) / 48_000) / 2
    expect(worst(7, 11, octave)).toBeLessThan(1e-4)
    const volume = (at: number): number => {
      const time = (at - 12 * FRAME) / FRAME
      return time < 2 ? 1 : time < 6 ? 10 ** ((-3 * (time - 2)) / 20) : 10 ** (-12 / 20)
    }
    const sided = (at: number, side: number): number =>
      (source[at - 12 * FRAME] ?? 0) * volume(at) * (side === 0 ? 1 : 0.6)
    // Over 64 samples a volume that moves is a straight line, also across the bend at a keyframe, and so is a jump.
    expect(worst(12, 19.96, sided)).toBeLessThan(1e-3)
    expect(worst(20, 22, () => 0)).toBe(0)
  })

  it('is refused with a sound among the pictures', async () => {
    const { library, bring, edit, render } = await bench()
    const media = await bring('sound.wav', '-f', 'lavfi', '-i', 'sine=duration=1')
    const sound = clip(media, { available: frame(24) })
    edit(put(library, sound))
    await expect(render()).rejects.toEqual(code('NOT_RENDERABLE'))
  })
})

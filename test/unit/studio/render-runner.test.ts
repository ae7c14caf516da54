import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Media } from '../../../core/library/media.ts'
import type { Edit } from '../../../core/timeline/edit.ts'
import type { Clip } from '../../../core/timeline/sequence.ts'
import { frame } from '../../../core/timeline/time.ts'
import { openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { findFfmpeg, runFfmpeg } from '../../../main/media/index.ts'
import { importMedia } from '../../../main/studio/import-media.ts'
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

async function bench(): Promise<Bench> {
  const folder = await temporaryFolder()
  const library = await openLibrary(join(folder, 'Kite.cortado'), {
    create: { name: 'Kite', format: { rate: RATE, size: SIZE } },
  })
  const { sequence } = library.project
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
      await renderRunner(library).run(job, { signal: GOING, progress: () => undefined } as never)
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
const VIDEO = ['-f', 'lavfi', '-i', GRAIN, '-c:v', 'libx264', '-bf', '3']

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
  it('shows the very frames of the original, cut, fast and backwards', async () => {
    const { library, bring, edit, render } = await bench()
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

  it('is refused where it would be silent, and with a sound among the pictures', async () => {
    const { library, bring, edit, render } = await bench()
    const media = await bring('sound.wav', '-f', 'lavfi', '-i', 'sine=duration=1')
    const sound = clip(media, { available: frame(24) })
    edit(put(library, sound))
    await expect(render()).rejects.toEqual(code('NOT_RENDERABLE'))
    edit(
      { name: 'lift', args: { clip: sound.id } },
      { name: 'addTrack', args: { track: { id: 'tracknumber2', kind: 'audio', name: 'A9' }, at: 9 } },
      { name: 'overwrite', args: { track: 'tracknumber2', clip: sound, splitId: 'splitnumber2' } },
    )
    await expect(render()).rejects.toThrow('Mute the track')
    edit({ name: 'changeTrack', args: { track: 'tracknumber2', muted: true } })
    expect(await render()).toHaveLength(12)
  })
})

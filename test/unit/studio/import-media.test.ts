import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Library } from '../../../main/library/index.ts'
import { findFfmpeg, runFfmpeg } from '../../../main/media/index.ts'
import { importMedia } from '../../../main/studio/import-media.ts'
import { relinkMedia } from '../../../main/studio/relink-media.ts'
import { newLibrary, temporaryFolder } from '../library/sample.ts'

const GOING = new AbortController().signal
let place = ''

async function make(name: string, ...args: string[]): Promise<string> {
  const path = join(place, name)
  await runFfmpeg(await findFfmpeg(), [...args, '-y', path])
  return path
}
const lavfi = (graph: string): string[] => ['-f', 'lavfi', '-i', graph]
const VIDEO = lavfi('testsrc=size=64x48:rate=30000/1001:duration=0.4')
const SOUND = lavfi('sine=sample_rate=48000:duration=0.5')

async function fresh(): Promise<{ library: Library; folder: string }> {
  place = await temporaryFolder()
  return { library: await newLibrary(), folder: place }
}

const importAll = (library: Library, ...paths: string[]) => importMedia(library, paths, null, GOING)

describe('an import', () => {
  it('knows video, sound and stills by their content, with exact frames and samples', async () => {
    const { library } = await fresh()
    const clip = await make(
      'clip.mp4',
      ...VIDEO,
      ...SOUND,
      '-c:v',
      'libx264',
      '-pix_fmt',
      'yuv420p',
      '-c:a',
      'aac',
      '-t',
      '0.4',
    )
    const sound = await make('sound.wav', ...SOUND, '-ac', '2')
    const still = await make('still.png', ...VIDEO, '-frames:v', '1')
    const misnamed = join(place, 'really a picture.txt')
    copyFileSync(await make('other.jpg', ...VIDEO, '-frames:v', '1'), misnamed)
    const { imported, refused } = await importAll(library, clip, sound, still, misnamed)
    expect(refused).toEqual([])
    expect(imported.map(({ media }) => [media.name, media.info.kind])).toEqual([
      ['clip.mp4', 'video'],
      ['sound.wav', 'audio'],
      ['still.png', 'still'],
      ['really a picture.txt', 'still'],
    ])
    const [video, audio, picture] = imported.map(({ media }) => media)
    expect(video?.info.picture).toMatchObject({
      frames: 12,
      rate: { num: 30000, den: 1001 },
      size: { width: 64, height: 48 },
    })
    expect(video?.info.sound).toMatchObject({ channels: 1, sampleRate: 48000 })
    expect(audio?.info).toMatchObject({ picture: null, sound: { channels: 2, sampleRate: 48000, samples: 24000 } })
    expect([video?.proxy, video?.poster, video?.filmstrip].every((file) => library.media.locate(file ?? ''))).toBe(true)
    expect([audio?.proxy, audio?.poster, picture?.proxy]).toEqual([null, null, null])
    expect(readFileSync(library.media.locate(video?.file ?? '')?.path ?? '').equals(readFileSync(clip))).toBe(true)
    expect(library.search({ text: 'clip', kinds: ['media'] }).hits).toHaveLength(1)
  })

  it('gives back what is there already, from the trash too, and puts back a file that was lost', async () => {
    const { library } = await fresh()
    const sound = await make('sound.wav', ...SOUND)
    const again = join(place, 'same.wav')
    copyFileSync(sound, again)
    const [first] = (await importAll(library, sound)).imported
    expect(first?.already).toBe(false)
    const id = first?.media.id ?? ''
    library.entries.trash([{ kind: 'media', id }])
    rmSync(library.media.locate(first?.media.file ?? '')?.path ?? '')
    expect((await importAll(library, again)).imported).toMatchObject([
      { already: true, media: { id, name: 'sound.wav' } },
    ])
    expect(library.media.locate(first?.media.file ?? '')).not.toBeNull()
    expect(library.search({ kinds: ['media'] }).hits.map((hit) => hit.id)).toEqual([id])
  })

  it('refuses what is no media, what names other files and what is damaged, and takes in the rest', async () => {
    const { library } = await fresh()
    const sound = await make('sound.wav', ...SOUND)
    const text = (name: string, content: string): string => {
      writeFileSync(join(place, name), content)
      return join(place, name)
    }
    const cut = text(
      'cut.mp4',
      readFileSync(await make('whole.mp4', ...VIDEO))
        .subarray(0, 700)
        .toString('latin1'),
    )
    const files = [
      text('words.mp4', 'dear diary '.repeat(100)),
      text('empty.mov', ''),
      text('script.mp4', `ffconcat version 1.0\nfile '${sound}'\n`),
      text('list.mp4', `#EXTM3U\n#EXTINF:1\n${sound}\n#EXT-X-ENDLIST\n`),
      cut,
      join(place, 'nowhere.mp4'),
      place,
    ]
    const { imported, refused } = await importAll(library, ...files, sound)
    expect(imported.map(({ path }) => path)).toEqual([sound])
    expect(refused.map(({ path }) => path)).toEqual(files)
    for (const { code, message } of refused) {
      expect(['MEDIA_UNSUPPORTED', 'MEDIA_DAMAGED', 'NOT_FOUND']).toContain(code)
      expect(message).not.toContain('media/')
    }
  })
})

describe('relinking', () => {
  let library: Library
  let folder: string
  let sound: string

  async function lost(): Promise<string> {
    ;({ library, folder } = await fresh())
    sound = await make('Horn.wav', ...SOUND)
    const [entry] = (await importAll(library, sound)).imported
    rmSync(library.media.locate(entry?.media.file ?? '')?.path ?? '')
    rmSync(sound)
    return entry?.media.id ?? ''
  }
  const relink = (by: 'hash' | 'name', confirmed = false) => relinkMedia(library, { folder, by, confirmed }, GOING)

  it('finds the very same bytes under any name, at any depth', async () => {
    const id = await lost()
    expect(await library.upkeep.missing()).toMatchObject([{ use: 'media Horn.wav', media: id }])
    mkdirSync(join(folder, 'a', 'b'), { recursive: true })
    const path = join(folder, 'a', 'b', 'renamed.bin')
    copyFileSync(await make('Horn.wav', ...SOUND), path)
    rmSync(join(folder, 'Horn.wav'))
    expect(await relink('hash')).toMatchObject({ relinked: [{ path, by: 'hash' }], missing: [] })
    expect(library.media.locate(library.imported.get(id).file)).not.toBeNull()
  })

  it('takes another file of that name only once it is confirmed, and says what differs', async () => {
    const id = await lost()
    const { file } = library.imported.get(id)
    const path = await make('Horn.wav', ...lavfi('sine=frequency=880:sample_rate=44100:duration=0.5'))
    expect(await relink('hash')).toMatchObject({ relinked: [], candidates: [], missing: [{ media: id }] })
    const asked = await relink('name')
    expect(asked).toMatchObject({ relinked: [], missing: [{ media: id }] })
    expect(asked.candidates).toMatchObject([
      { path, differences: [expect.stringContaining('44100 Hz, was 1 channels of 24000')] },
    ])
    expect(await relink('name', true)).toMatchObject({ relinked: [{ path, by: 'name' }], missing: [] })
    // Clips go on naming the content that was imported first.
    expect(library.imported.get(id)).toMatchObject({ file, path, info: { sound: { sampleRate: 44100 } } })
    expect(readFileSync(library.media.locate(file)?.path ?? '').equals(readFileSync(path))).toBe(true)
    expect(await library.upkeep.missing()).toEqual([])
  })

  it('chooses the most alike of several of that name, however it is written, and none where they are as likely', async () => {
    ;({ library, folder } = await fresh())
    // As a Mac writes it: letters and marks apart.
    sound = await make('Ho\u0308rn.wav', ...SOUND)
    const [entry] = (await importAll(library, sound)).imported
    rmSync(library.media.locate(entry?.media.file ?? '')?.path ?? '')
    rmSync(sound)
    for (const place of ['a', 'b', 'c']) mkdirSync(join(folder, place))
    const other = lavfi('sine=frequency=880:sample_rate=48000:duration=0.5')
    await make(join('a', 'H\u00f6rn.wav'), ...lavfi('sine=sample_rate=44100:duration=0.5'))
    const alike = await make(join('b', 'H\u00d6RN.WAV'), ...other)
    const twin = await make(join('c', 'h\u00f6rn.wav'), ...lavfi('sine=frequency=660:sample_rate=48000:duration=0.5'))
    expect((await relink('name')).candidates.map(({ path }) => path).sort()).toEqual(
      [join(folder, 'a', 'H\u00f6rn.wav'), alike, twin].sort(),
    )
    const unsure = await relink('name', true)
    expect(unsure).toMatchObject({ relinked: [], missing: [{ media: entry?.media.id }] })
    expect(unsure.candidates.map(({ differences }) => differences.length)).toEqual([0, 0, 1])
    // The same bytes twice are no doubt.
    copyFileSync(alike, twin)
    expect(await relink('name', true)).toMatchObject({ relinked: [{ path: alike, by: 'name' }], missing: [] })
  })

  it('makes proxies and pictures again where the footage is there', async () => {
    ;({ library, folder } = await fresh())
    const [entry] = (await importAll(library, await make('clip.mkv', ...VIDEO))).imported
    const names = [entry?.media.proxy, entry?.media.poster, entry?.media.filmstrip].map((file) => file ?? '')
    for (const name of names) rmSync(library.media.locate(name)?.path ?? '')
    expect(await library.upkeep.missing()).toHaveLength(3)
    expect(await relink('hash')).toMatchObject({ remade: 3, missing: [] })
    for (const name of names) expect(library.media.locate(name)).not.toBeNull()
  })
})

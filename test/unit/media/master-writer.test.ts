import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { openMasterWriter } from '../../../main/media/index.ts'
import { runFfmpeg } from '../../../main/media/run-ffmpeg.ts'

const ffmpegPath = process.env['CORTADO_FFMPEG'] ?? 'ffmpeg'
let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'cortado-master-'))))
afterEach(() => rm(folder, { recursive: true }))

const base = { ffmpegPath, width: 37, height: 23, rate: { num: 30000, den: 1001 }, metadata: {} }
const noise = (frames: number): Buffer => randomBytes(37 * 23 * 3 * frames)

async function decode(path: string): Promise<Buffer> {
  return (
    await runFfmpeg({ path: ffmpegPath }, [
      '-i',
      path,
      '-f',
      'rawvideo',
      '-fps_mode',
      'passthrough',
      '-pix_fmt',
      'rgb24',
      'pipe:1',
    ])
  ).stdout
}

describe('openMasterWriter', () => {
  it('keeps every byte of every frame, of noise in an odd size', async () => {
    const path = join(folder, 'take.mkv')
    const pixels = noise(7)
    const writer = openMasterWriter({ ...base, path })
    for (let n = 0; n < 7; n++) await writer.write(pixels.subarray(n * 37 * 23 * 3, (n + 1) * 37 * 23 * 3))
    expect(await writer.finish()).toBe(7)
    expect((await decode(path)).equals(pixels)).toBe(true)
    expect(await readdir(folder)).toEqual(['take.mkv'])
  })

  it('gives the same file for the same frames and metadata', async () => {
    const pixels = noise(4)
    const files = []
    for (const [name, metadata] of [
      ['a', { recipe: '{"seed":1}', title: 'kite' }],
      ['b', { title: 'kite', recipe: '{"seed":1}' }],
    ] as const) {
      const writer = openMasterWriter({ ...base, path: join(folder, name), metadata })
      await writer.write(pixels)
      await writer.finish()
      files.push(await readFile(join(folder, name)))
    }
    expect(files[0]?.equals(files[1] ?? Buffer.alloc(0))).toBe(true)
  })

  it('carries a long recipe word for word', async () => {
    const recipe = canonicalJson({ prompt: 'a "kite" = över\\ the sea; #1 \n' + 'x'.repeat(6000) })
    const path = join(folder, 'take.mkv')
    const writer = openMasterWriter({ ...base, path, metadata: { recipe } })
    await writer.write(noise(1))
    await writer.finish()
    expect((await readFile(path)).includes(recipe)).toBe(true)
  })

  it('reuses the caller’s bytes safely', async () => {
    const path = join(folder, 'take.mkv')
    const writer = openMasterWriter({ ...base, path })
    const frame = Buffer.alloc(37 * 23 * 3)
    for (let n = 0; n < 50; n++) await writer.write(frame.fill(n))
    await writer.finish()
    const back = await decode(path)
    expect(Array.from({ length: 50 }, (_, n) => back[n * frame.length])).toEqual(
      Array.from({ length: 50 }, (_, n) => n),
    )
  })

  it('leaves nothing after abort, and abort may be called twice', async () => {
    const writer = openMasterWriter({ ...base, path: join(folder, 'take.mkv') })
    await writer.write(noise(3))
    await writer.abort()
    await writer.abort()
    expect(await readdir(folder)).toEqual([])
  })

  it('refuses half a frame and an empty video', async () => {
    const half = openMasterWriter({ ...base, path: join(folder, 'half.mkv') })
    await expect(half.write(Buffer.alloc(5))).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    const empty = openMasterWriter({ ...base, path: join(folder, 'empty.mkv') })
    await expect(empty.finish()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(await readdir(folder)).toEqual([])
  })

  it('fails with ffmpeg’s own words when ffmpeg dies, and leaves nothing', async () => {
    const writer = openMasterWriter({ ...base, path: join(folder, 'missing-folder', 'take.mkv') })
    const all = async (): Promise<void> => {
      for (let n = 0; n < 1000; n++) await writer.write(noise(10))
      await writer.finish()
    }
    await expect(all()).rejects.toMatchObject({
      code: 'FFMPEG_FAILED',
      message: expect.stringContaining('No such file'),
    })
    expect(await readdir(folder)).toEqual([])
  })

  it('says that ffmpeg is missing', async () => {
    const writer = openMasterWriter({ ...base, ffmpegPath: join(folder, 'nothing'), path: join(folder, 'take.mkv') })
    await expect(writer.write(noise(1)).then(() => writer.finish())).rejects.toMatchObject({ code: 'FFMPEG_MISSING' })
  })

  it('ends at once when the signal aborts', async () => {
    const controller = new AbortController()
    const writer = openMasterWriter({ ...base, path: join(folder, 'take.mkv'), signal: controller.signal })
    await writer.write(noise(2))
    controller.abort()
    await expect(writer.finish()).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(await readdir(folder)).toEqual([])
  })
})

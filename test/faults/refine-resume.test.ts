import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { refinedRecipe } from '../../core/generation/resolve-refinement.ts'
import { readRefiner } from '../../main/inference/packs/read-pack.ts'
import { openNetwork } from '../../main/inference/refine/network.ts'
import type { TakeResult } from '../../main/inference/worker/protocol.ts'
import { refineTake } from '../../main/inference/worker/refine-take.ts'
import { decodeFrames, findFfmpeg, probeMedia } from '../../main/media/index.ts'
import { copyOfRefiner, picture, REFINERS, stepFor, writeMaster } from '../unit/inference/refine/refiners.ts'
import { temporaryFolder, tinyRecipe, type TemporaryFolder } from '../unit/inference/tiny.ts'

const ffmpeg = await findFfmpeg()
const packs = await Promise.all(['tiny-upscale-2x', 'tiny-rife-seven'].map((name) => readRefiner(join(REFINERS, name))))
const networks = await Promise.all(packs.map((pack) => openNetwork(pack, 'cpu')))
afterAll(() => Promise.all(networks.map((network) => network.release())))

const SOURCE = { size: { width: 61, height: 50 }, frames: 6, rate: { num: 8, den: 1 } }
const OUT = { size: { width: 122, height: 100 }, frames: 18, rate: { num: 24, den: 1 } }
const steps = packs.map((pack) => stepFor(pack))

let folder: TemporaryFolder
let source: string
beforeEach(async () => {
  folder = temporaryFolder()
  source = join(folder.path, 'source.mkv')
  await writeMaster(ffmpeg.path, source, { ...SOURCE.size, frames: SOURCE.frames })
})
afterEach(() => folder[Symbol.dispose]())

/** Makes a refined take named `name`; stops once `stopAt` frames are finished where that is given. */
function make(name: string, stopAt = Number.POSITIVE_INFINITY, path = source): Promise<TakeResult> {
  let done = 0
  mkdirSync(join(folder.path, name), { recursive: true })
  return refineTake(
    {
      recipe: refinedRecipe(tinyRecipe(), steps),
      steps,
      packPaths: packs.map((pack) => pack.path),
      source: { path, ...SOURCE },
      ffmpeg,
      checkpointFolder: join(folder.path, name),
      output: join(folder.path, `${name}.mkv`),
    },
    networks,
    { onProgress: (progress) => (done = progress.step), cancelled: () => done >= stopAt },
  )
}

const bytes = (name: string): Buffer => readFileSync(join(folder.path, `${name}.mkv`))
const spooled = (name: string): string[] =>
  readdirSync(join(folder.path, name, 'frames')).filter((file) => file.endsWith('.z'))

describe('upscaled and interpolated', () => {
  test('has the size, rate and length that were promised, and says how it was made', async () => {
    expect(await make('whole')).toMatchObject({ frames: OUT.frames, resumedFrom: 0 })
    expect(await probeMedia(ffmpeg, join(folder.path, 'whole.mkv'))).toMatchObject(OUT)
    expect(bytes('whole').includes(`"operation":"interpolate"`)).toBe(true)
  })

  test('the frames that were there are those of the upscaled clip, and the last is held', async () => {
    await make('whole')
    const decoded: Buffer[] = []
    const options = { from: 0, count: OUT.frames, ...OUT.size }
    for await (const frame of decodeFrames(ffmpeg, join(folder.path, 'whole.mkv'), options)) decoded.push(frame)
    expect(decoded[15]?.equals(decoded[16] as Buffer)).toBe(true)
    expect(decoded[15]?.equals(decoded[17] as Buffer)).toBe(true)
    expect(decoded[15]?.equals(decoded[14] as Buffer)).toBe(false)
    // The fixture blends, so a frame between is the mean of its neighbours by their distance.
    const [first, between, second] = [decoded[0], decoded[1], decoded[3]] as [Buffer, Buffer, Buffer]
    const worst = first.reduce(
      (most, value, i) =>
        Math.max(most, Math.abs(value + ((second[i] as number) - value) / 3 - (between[i] as number))),
      0,
    )
    expect(worst).toBeLessThanOrEqual(1)
  })

  test('stopped after any frame and resumed, the master has the same bytes', async () => {
    await make('whole')
    for (const stop of [1, 5, 17]) {
      const name = `stopped-${stop}`
      await expect(make(name, stop)).rejects.toMatchObject({ code: 'CANCELLED' })
      expect(spooled(name).length).toBeGreaterThan(0)
      expect((await make(name)).resumedFrom).toBe(stop)
      expect(bytes(name).equals(bytes('whole')), name).toBe(true)
    }
  }, 240_000)

  test('stopped again and again, it still ends with the same bytes', async () => {
    await make('whole')
    for (const stop of [4, 9, 15]) {
      await expect(make('often', stop)).rejects.toMatchObject({ code: 'CANCELLED' })
    }
    expect((await make('often')).resumedFrom).toBe(15)
    expect(bytes('often').equals(bytes('whole'))).toBe(true)
  }, 240_000)

  test('a damaged frame in the spool is made again', async () => {
    await make('whole')
    await expect(make('damaged', 5)).rejects.toMatchObject({ code: 'CANCELLED' })
    const path = join(folder.path, 'damaged/frames', spooled('damaged')[0] ?? '')
    const file = readFileSync(path)
    file[file.length >> 1] = (file[file.length >> 1] ?? 0) ^ 1
    writeFileSync(path, file)
    expect((await make('damaged')).resumedFrom).toBe(0)
    expect(bytes('damaged').equals(bytes('whole'))).toBe(true)
  })
})

describe('the unhappy path', () => {
  test('a master that ends early is told, and nothing is left of the output', async () => {
    const short = join(folder.path, 'short.mkv')
    await writeMaster(ffmpeg.path, short, { ...SOURCE.size, frames: 3 })
    await expect(make('short', undefined, short)).rejects.toMatchObject({ code: 'MEDIA_DAMAGED' })
    expect(readdirSync(folder.path).filter((name) => name.includes('short') && name.includes('.tmp'))).toEqual([])
  })

  test('a master that is gone is told', async () => {
    await expect(make('gone', undefined, join(folder.path, 'nothing.mkv'))).rejects.toMatchObject({
      code: 'MEDIA_DAMAGED',
    })
  })

  test('a network that breaks on the picture is told', async () => {
    const path = copyOfRefiner(folder.path, 'tiny-rife-seven', (manifest) => {
      manifest.tiling = { size: 63, overlap: 21, margin: 0, multiple: 21 }
    })
    const network = await openNetwork(await readRefiner(path), 'cpu')
    const frame = Float32Array.from(picture(63, 63))
    await expect(network.run([frame, frame], 63, 63, 0.5)).rejects.toMatchObject({ code: 'GENERATION_FAILED' })
    await network.release()
  })
})

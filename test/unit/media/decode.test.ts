import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCode } from '../../../core/errors.ts'
import { decodeFrames } from '../../../main/media/index.ts'
import type { DecodeOptions, MediaInfo } from '../../../main/media/index.ts'
import { ffmpeg, numberedFrame, RATE_29_97, readNumber, writeClip } from './clip.ts'

let folder: string
let clip: MediaInfo
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cortado-decode-'))
  clip = await writeClip(join(folder, 'clip.mkv'), { frames: 200, rate: RATE_29_97, width: 32, height: 16 })
})
afterAll(() => rm(folder, { recursive: true }))

async function numbers(options: Partial<DecodeOptions>, path = clip.path): Promise<number[]> {
  const found = []
  const all = { from: 0, count: 200, width: 32, height: 16, ...options }
  for await (const frame of decodeFrames(ffmpeg, path, all)) found.push(readNumber(frame, all.width, all.height))
  return found
}

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n)

describe('decodeFrames', () => {
  it('gives every frame once, in order', async () => {
    expect(await numbers({})).toEqual(range(0, 200))
  })

  it.each([1, 7, 59, 150, 199])('starts at frame %i exactly, with and without seeking', async (from) => {
    expect(await numbers({ from, count: 1, rate: RATE_29_97 })).toEqual([from])
    expect(await numbers({ from, count: 1 })).toEqual([from])
  })

  it('gives the very bytes of the master where nothing is scaled', async () => {
    for await (const frame of decodeFrames(ffmpeg, clip.path, { from: 77, count: 1, width: 32, height: 16 }))
      expect(frame.equals(numberedFrame(77, 32, 16))).toBe(true)
  })

  it('puts the picture where it is told, with black around it', async () => {
    const picture = { x: 4, y: 10, width: 40, height: 20 }
    for await (const frame of decodeFrames(ffmpeg, clip.path, { from: 5, count: 1, width: 48, height: 40, picture })) {
      const lit = (x: number, y: number): boolean => (frame[(y * 48 + x) * 3 + 2] ?? 0) > 64
      expect([lit(4, 10), lit(43, 29), lit(3, 15), lit(44, 15), lit(20, 9), lit(20, 30)]).toEqual([
        true,
        true,
        false,
        false,
        false,
        false,
      ])
    }
  })

  it('says when the file ends early', async () => {
    await expect(numbers({ from: 190, count: 20 })).rejects.toMatchObject({ code: 'MEDIA_DAMAGED' })
  })

  it('never shows a wrong picture for a flipped byte', async () => {
    const bytes = await readFile(clip.path)
    const path = join(folder, 'flipped.mkv')
    const outcomes = []
    for (let n = 1; n <= 12; n++) {
      const copy = Buffer.from(bytes)
      const at = Math.floor((bytes.length * n) / 13)
      copy[at] = (copy[at] ?? 0) ^ 0x10
      await writeFile(path, copy)
      outcomes.push(await numbers({}, path).catch(errorCode))
    }
    const whole = range(0, 200)
    for (const outcome of outcomes) expect([whole, 'MEDIA_DAMAGED']).toContainEqual(outcome)
    expect(outcomes).toContain('MEDIA_DAMAGED')
  })

  it('stops ffmpeg when the reader leaves or the signal aborts', async () => {
    for await (const frame of decodeFrames(ffmpeg, clip.path, { from: 0, count: 200, width: 32, height: 16 })) {
      expect(readNumber(frame, 32, 16)).toBe(0)
      break
    }
    await expect(numbers({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})

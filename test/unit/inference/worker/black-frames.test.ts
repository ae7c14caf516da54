import { expect, test } from 'vitest'
import { BlackFrames } from '../../../../main/inference/worker/black-frames.ts'

/** A preview of one level. */
const preview = (level: number) => () => ({
  width: 2,
  height: 2,
  count: 1,
  step: 1,
  rgb: Buffer.alloc(12, level).toString('base64'),
})

/** What has seen those frames go by. */
async function seen(...frames: Uint8Array[]): Promise<BlackFrames> {
  const black = new BlackFrames()
  const passed = await Array.fromAsync(black.watching(ReadableStream.from(frames)))
  expect(passed).toEqual(frames)
  return black
}

test('one pixel of one frame that is two levels above black makes a night scene', async () => {
  const night = new Uint8Array(3000).fill(1)
  night[2999] = 2
  const black = await seen(new Uint8Array(3000), night, new Uint8Array(3000))
  expect(() => black.refuse(preview(200))).not.toThrow()
})

test('a clip without one is refused where its latents show something', async () => {
  const black = await seen(new Uint8Array(3000).fill(1))
  expect(() => black.refuse(preview(90))).toThrow('latents are kept')
})

test('and is fine where they do not', async () => {
  const black = await seen(new Uint8Array(3000))
  expect(() => black.refuse(preview(10))).not.toThrow()
})

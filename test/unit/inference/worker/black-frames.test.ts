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

test('one pixel of one frame that is two levels above black makes a night scene', () => {
  const frames = new BlackFrames()
  frames.see(new Uint8Array(3000))
  const night = new Uint8Array(3000).fill(1)
  night[2999] = 2
  frames.see(night)
  frames.see(new Uint8Array(3000))
  expect(() => frames.refuse(preview(200))).not.toThrow()
})

test('a clip without one is refused where its latents show something', () => {
  const frames = new BlackFrames()
  frames.see(new Uint8Array(3000).fill(1))
  expect(() => frames.refuse(preview(90))).toThrow('latents are kept')
})

test('and is fine where they do not', () => {
  const frames = new BlackFrames()
  frames.see(new Uint8Array(3000))
  expect(() => frames.refuse(preview(10))).not.toThrow()
})

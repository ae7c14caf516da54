import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hopsOf, windowFor } from '../../../../core/generation/hops.ts'
import { readPack } from '../../../../main/inference/packs/read-pack.ts'
import { PACKS } from '../../inference/tiny.ts'

test('128 frames in passes of 64 that share 16', () => {
  expect(hopsOf(128, { length: 64, stride: 48, hops: true })).toEqual([
    { from: 0, to: 64, given: 0 },
    { from: 48, to: 112, given: 16 },
    { from: 64, to: 128, given: 48 },
  ])
  expect(hopsOf(64, { length: 64, stride: 48, hops: true })).toHaveLength(1)
  expect(hopsOf(128, { length: 64, stride: 32, alternate: true })).toHaveLength(1)
  expect(hopsOf(128, null)).toEqual([{ from: 0, to: 128, given: 0 }])
})

test('passes make every frame once, are given what came before, and never see more than a window', () => {
  const clip = fc
    .record({ length: fc.integer({ min: 2, max: 80 }), frames: fc.integer({ min: 1, max: 600 }) })
    .chain(({ length, frames }) =>
      fc.record({
        length: fc.constant(length),
        frames: fc.constant(frames),
        stride: fc.integer({ min: 1, max: length - 1 }),
      }),
    )
  fc.assert(
    fc.property(clip, ({ frames, length, stride }) => {
      let done = 0
      for (const { from, to, given } of hopsOf(frames, { length, stride, hops: true })) {
        expect(from + given).toBe(done)
        expect(to).toBeGreaterThan(done)
        expect(to - from).toBeLessThanOrEqual(length)
        if (done > 0) expect(given).toBeGreaterThanOrEqual(Math.min(length - stride, done))
        done = to
      }
      expect(done).toBe(frames)
    }),
  )
})

test('passes that go on from a picture share one latent frame, and are about as long as each other', async () => {
  const { manifest } = await readPack(`${PACKS}/tiny-wan-i2v`)
  const long = { ...manifest, frames: { ...manifest.frames, window: 81, max: 641 } }
  expect(windowFor(81, long, 0)).toBeNull()
  const window = windowFor(165, long, 0)
  expect(window).toEqual({ length: 15, stride: 14, hops: true, picture: true })
  expect(hopsOf(42, window)).toEqual([
    { from: 0, to: 15, given: 0 },
    { from: 14, to: 29, given: 1 },
    { from: 28, to: 42, given: 1 },
  ])
})

test('how far later passes are pulled to the first one stands in the recipe only where there are any', async () => {
  const { manifest } = await readPack(`${PACKS}/tiny-wan`)
  const long = { ...manifest, frames: { ...manifest.frames, window: 17, max: 641 } }
  expect(windowFor(17, long, 0.5)).toBeNull()
  expect(windowFor(41, long, 0.5)).toEqual({ length: 5, stride: 3, hops: true, match: 0.5 })
  expect(windowFor(41, long, 0)).toEqual({ length: 5, stride: 3, hops: true })
})

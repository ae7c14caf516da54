import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hopsOf } from '../../../../core/generation/hops.ts'

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

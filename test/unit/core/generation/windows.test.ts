import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { windowShares, windowStarts } from '../../../../core/generation/windows.ts'

const clip = fc
  .record({ length: fc.integer({ min: 2, max: 24 }), longer: fc.integer({ min: 0, max: 300 }) })
  .chain(({ length, longer }) =>
    fc.record({
      length: fc.constant(length),
      frames: fc.constant(length + longer),
      stride: fc.integer({ min: 1, max: length }),
    }),
  )

test('128 frames in windows of 16 by 8 are 15 windows', () => {
  expect(windowStarts(128, { length: 16, stride: 8 })).toEqual(Array.from({ length: 15 }, (_, k) => 8 * k))
})

test('the last window is aligned to the end', () => {
  expect(windowStarts(21, { length: 16, stride: 8 })).toEqual([0, 5])
  expect(windowStarts(16, { length: 16, stride: 8 })).toEqual([0])
})

test('every frame is covered and its shares sum to one', () => {
  fc.assert(
    fc.property(clip, ({ frames, length, stride }) => {
      const starts = windowStarts(frames, { length, stride })
      const sums = new Float64Array(frames)
      windowShares(frames, starts, length).forEach((shares, k) =>
        shares.forEach((share, i) => {
          expect(share).toBeGreaterThan(0)
          const frame = (starts[k] as number) + i
          sums[frame] = (sums[frame] as number) + share
        }),
      )
      sums.forEach((sum) => expect(sum).toBeCloseTo(1, 12))
    }),
  )
})

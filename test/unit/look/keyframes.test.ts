import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Animated, valueAt } from '../../../core/look/keyframes.ts'
import type { Keyframe } from '../../../core/look/keyframes.ts'

type Ease = Keyframe['ease']
const key = (at: number, value: number, ease: Ease = 'linear'): Keyframe => ({ at, value, ease })
const values = (keys: Keyframe[], ...times: number[]): number[] => times.map((at) => valueAt(keys, at))

describe('keyframes', () => {
  it.each([
    ['none', []],
    ['out of order', [key(5, 0), key(2, 0)]],
    ['two at one time', [key(5, 0), key(5, 1)]],
    ['between frames', [key(0.5, 0)]],
    ['a handle that turns back', [key(0, 0, { bezier: [1.5, 0, 0, 1] })]],
  ])('are refused: %s', (_words, keys) => {
    expect(Animated.safeParse(keys).success).toBe(false)
  })
})

describe('valueAt', () => {
  it('is the one value of all times', () => {
    expect([valueAt(7, -100), valueAt(7, 100)]).toEqual([7, 7])
  })

  it('holds before the first keyframe and after the last', () => {
    expect(values([key(10, 3), key(20, 5)], -100, 9, 10, 20, 21, 9999)).toEqual([3, 3, 3, 5, 5, 5])
    expect(values([key(10, 3)], 0, 10, 20)).toEqual([3, 3, 3])
  })

  it('goes evenly, or stays until the next', () => {
    expect(values([key(10, 0), key(20, 5), key(22, 1)], 12, 15, 21)).toEqual([1, 2.5, 3])
    expect(values([key(10, 0, 'hold'), key(20, 5)], 19, 19.999, 20)).toEqual([0, 0, 5])
  })

  it('follows a curve: the well-known ones of CSS', () => {
    // ease (0.25, 0.1, 0.25, 1) is 0.8024 half way, ease-in-out is one half; a straight curve is even.
    const half = (...bezier: [number, number, number, number]) => valueAt([key(0, 0, { bezier }), key(10, 1)], 5)
    expect(half(0.25, 0.1, 0.25, 1)).toBeCloseTo(0.8024, 4)
    expect(half(0.42, 0, 0.58, 1)).toBeCloseTo(0.5, 10)
    expect(half(0.2, 0.2, 0.7, 0.7)).toBeCloseTo(0.5, 10)
    // A curve may go beyond its ends.
    expect(half(0.3, 3, 0.6, 3)).toBeGreaterThan(1)
  })

  it('goes through every keyframe, and without overshoot stays between the two around it', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    const ease: fc.Arbitrary<Ease> = fc.oneof(
      fc.constantFrom('linear' as const, 'hold' as const),
      fc.tuple(unit, unit, unit, unit).map((bezier) => ({ bezier })),
    )
    const pair = fc.record({
      a: fc.integer({ min: -50, max: 50 }),
      b: fc.integer({ min: -50, max: 50 }),
      ease,
      part: unit,
    })
    fc.assert(
      fc.property(pair, ({ a, b, ease, part }) => {
        const keys = [key(-7, a, ease), key(13, b)]
        expect(values(keys, -7, 13)).toEqual([a, b])
        const value = valueAt(keys, -7 + 20 * part)
        expect(value).toBeGreaterThanOrEqual(Math.min(a, b) - 1e-9)
        expect(value).toBeLessThanOrEqual(Math.max(a, b) + 1e-9)
      }),
    )
  })
})

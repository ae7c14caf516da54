import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tickFrames, ticksFor } from '../../../../renderer/timeline/ticks.ts'

describe('ticks', () => {
  it('leaves room for every label and divides evenly, at any zoom and rate', () => {
    const rates = [8, 24, 25, 30, 60].map((num) => ({ num, den: 1 })).concat({ num: 24_000, den: 1001 })
    fc.assert(
      fc.property(fc.double({ min: 0.002, max: 48, noNaN: true }), fc.constantFrom(...rates), (zoom, rate) => {
        const { major, minor } = ticksFor(zoom, rate)
        const longest = 14_400 * Math.round(rate.num / rate.den)
        expect(major * zoom >= 108 || major === longest).toBe(true)
        expect(major % minor).toBe(0)
        expect(major / minor).toBeLessThanOrEqual(12)
      }),
    )
  })

  it('labels whole seconds at a middle zoom and frames when close', () => {
    expect(ticksFor(5, { num: 24, den: 1 }).major).toBe(24)
    expect(ticksFor(40, { num: 24, den: 1 }).major).toBe(3)
    expect(ticksFor(0.1, { num: 24, den: 1 }).major % 24).toBe(0)
  })

  it('lists ticks of a range and none before the start', () => {
    expect(tickFrames(24, -100, 50)).toEqual([0, 24, 48])
    expect(tickFrames(24, 49, 71)).toEqual([])
  })
})

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betweenFrames, refinedClip } from '../../../../core/generation/refined-clip.ts'
import type { RefineStep } from '../../../../core/generation/recipe.ts'
import type { Rate } from '../../../../core/timeline/time.ts'

const shared = {
  pack: { id: 'p', version: '1', sha256: 'a'.repeat(64) },
  tile: 64,
  provider: 'cpu',
  program: 't',
} as const
const faster = (rate: Rate): RefineStep => ({ ...shared, operation: 'interpolate', rate })
const larger = (factor: number): RefineStep => ({ ...shared, operation: 'upscale', factor })
const clip = { size: { width: 129, height: 97 }, frames: 16, rate: { num: 8, den: 1 } }
const fps = (num: number, den = 1): Rate => ({ num, den })

describe('a refined clip', () => {
  test('has each edge times the factor, and nothing else changed', () => {
    expect(refinedClip(clip, [larger(4)])).toEqual({ ...clip, size: { width: 516, height: 388 } })
  })

  test('has as many frames of the new rate as last as long', () => {
    expect(refinedClip(clip, [faster(fps(24))])).toEqual({ ...clip, frames: 48, rate: fps(24) })
    expect(refinedClip(clip, [larger(2), faster(fps(60))]).frames).toBe(120)
    expect(refinedClip({ ...clip, frames: 17 }, [faster(fps(30))]).frames).toBe(64)
  })

  test('keeps 24000/1001 exact over a day', () => {
    const day = { ...clip, frames: 8 * 86_400 }
    expect(refinedClip(day, [faster(fps(24_000, 1001))]).frames).toBe(Math.ceil((86_400 * 24_000) / 1001))
  })

  test.each([fps(8), fps(16, 2), fps(7999, 1000), fps(1)])('is refused at %j, which is no faster', (rate) => {
    expect(() => refinedClip(clip, [faster(rate)])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  test('is refused where it is larger than any encoder takes', () => {
    expect(() => refinedClip({ ...clip, size: { width: 8192, height: 10 } }, [larger(4)])).toThrow(
      expect.objectContaining({ code: 'SIZE_NOT_SUPPORTED' }),
    )
  })
})

describe('a frame between frames', () => {
  test('at three times the rate, every third one is a frame that was there, and the last is held', () => {
    const at = (index: number) => betweenFrames(index, 16, fps(8), fps(24))
    expect([0, 1, 2, 3, 44].map(at)).toEqual([
      { frame: 0, part: 0, of: 3 },
      { frame: 0, part: 1, of: 3 },
      { frame: 0, part: 2, of: 3 },
      { frame: 1, part: 0, of: 3 },
      { frame: 14, part: 2, of: 3 },
    ])
    expect([45, 46, 47].map(at)).toEqual(Array.from({ length: 3 }, () => ({ frame: 15, part: 0, of: 1 })))
  })

  test('never leaves the clip, never goes back, and is where its time is', () => {
    const rate = fc.record({ num: fc.integer({ min: 1, max: 120_000 }), den: fc.integer({ min: 1, max: 1001 }) })
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 1, max: 500 }), fc.nat(2000), (from, to, frames, index) => {
        fc.pre(to.num * from.den > from.num * to.den)
        const { frame, part, of } = betweenFrames(index, frames, from, to)
        const next = betweenFrames(index + 1, frames, from, to)
        expect(frame).toBeLessThan(frames)
        expect(part).toBeLessThan(of)
        expect(next.frame + next.part / next.of).toBeGreaterThanOrEqual(frame + part / of)
        const exact = (index * to.den * from.num) / (to.num * from.den)
        if (frame < frames - 1) expect(frame + part / of).toBeCloseTo(exact, 6)
      }),
    )
  })
})

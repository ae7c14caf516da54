import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { framesOfLatents, latentRange, widened } from '../../../../core/generation/latent-time.ts'

const range = fc
  .record({ from: fc.integer({ min: 0, max: 200 }), length: fc.integer({ min: 1, max: 60 }) })
  .map(({ from, length }) => ({ from, to: from + length }))
const step = fc.constantFrom(1, 4, 8)

test('the first frame has a latent frame of its own, later ones share one', () => {
  expect(latentRange({ from: 0, to: 1 }, 4)).toEqual({ from: 0, to: 1 })
  expect(latentRange({ from: 1, to: 5 }, 4)).toEqual({ from: 1, to: 2 })
  expect(latentRange({ from: 4, to: 6 }, 4)).toEqual({ from: 1, to: 3 })
  expect(framesOfLatents({ from: 0, to: 3 }, 8)).toEqual({ from: 0, to: 17 })
})

test('a range grows outwards to whole latent frames, never past what is seen, and once is enough', () => {
  fc.assert(
    fc.property(
      range,
      step,
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 40 }),
      (wish, by, before, after) => {
        const seen = { from: Math.max(0, wish.from - before), to: wish.to + after }
        const made = widened(wish, seen, by)
        expect(made.from).toBeLessThanOrEqual(wish.from)
        expect(made.to).toBeGreaterThanOrEqual(wish.to)
        expect(made.from).toBeGreaterThanOrEqual(seen.from)
        expect(made.to).toBeLessThanOrEqual(seen.to)
        expect(wish.from - made.from).toBeLessThan(by)
        expect(made.to - wish.to).toBeLessThan(by)
        expect(widened(made, seen, by)).toEqual(made)
      },
    ),
  )
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Given } from '../../../core/generation/recipe.ts'
import { pasted, softened, timeShare } from '../../../main/inference/worker/paste.ts'

const size = { width: 24, height: 16 }
const bytes = 3 * size.width * size.height
const given = (make: Given['make'], count = 40): Given => ({
  footage: [{ media: 'a'.repeat(64), from: 0, count, at: 0 }],
  make,
  seen: { from: 0, to: 40 },
  strength: 1,
})

test('a run dissolves from and into footage, and starts hard where there is none', () => {
  const retake = given([{ from: 10, to: 18 }])
  expect([9, 10, 11, 12, 15, 16, 17, 18].map((frame) => Number(timeShare(retake, frame).toFixed(3)))).toEqual([
    0, 0.333, 0.667, 1, 1, 0.667, 0.333, 0,
  ])
  const extension = given([{ from: 20, to: 40 }], 20)
  expect([19, 20, 39].map((frame) => timeShare(extension, frame) > 0)).toEqual([false, true, true])
  expect(timeShare(extension, 39)).toBe(1)
  expect(timeShare(given([{ from: 0, to: 40 }]), 0)).toBe(1)
})

test('outside of a region not a bit changes, deep inside all is new, and the border lies between', () => {
  const mask = Uint8Array.from({ length: size.width * size.height }, (_, i) => (i % size.width < 14 ? 255 : 0))
  const soft = softened(() => mask, size)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), (old, fresh) => {
      const footage = new Uint8Array(bytes).fill(old)
      const out = pasted(new Uint8Array(bytes).fill(fresh), footage, given([{ from: 0, to: 40 }]), 20, soft)
      const row = Array.from({ length: size.width }, (_, x) => out[3 * (8 * size.width + x)] as number)
      expect(row.slice(14)).toEqual(Array(10).fill(old))
      expect(row.slice(0, 8)).toEqual(Array(8).fill(fresh))
      const steps = row.slice(8, 14).map((value) => Math.abs(value - old))
      expect(steps).toEqual(steps.toSorted((a, b) => b - a))
    }),
  )
})

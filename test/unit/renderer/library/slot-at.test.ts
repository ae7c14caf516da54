import { expect, it } from 'vitest'
import { slotAt } from '../../../../renderer/library/slot-at.ts'

const boxes = [
  { left: 10, width: 20 },
  { left: 34, width: 20 },
]

it('is the place between two boxes whose middles lie on either side', () => {
  expect([0, 19, 21, 43, 45, 500].map((x) => slotAt(boxes, x))).toEqual([0, 0, 1, 1, 2, 2])
  expect(slotAt([], 5)).toBe(0)
})

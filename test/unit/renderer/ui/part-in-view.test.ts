import { expect, it } from 'vitest'
import { partInView } from '../../../../renderer/ui/part-in-view.ts'

const heights = [100, 50, 200, 50]
const part = (top: number, bottom: number): object =>
  partInView(heights.length, (index) => heights[index] ?? 0, top, bottom)

it('draws what touches the view, and keeps room for what lies before and after', () => {
  expect(part(-600, 1000)).toEqual({ from: 0, to: 4, before: 0, after: 0 })
  expect(part(100, 150)).toEqual({ from: 1, to: 2, before: 100, after: 250 })
  expect(part(120, 351)).toEqual({ from: 1, to: 4, before: 100, after: 0 })
  expect(part(1000, 2000)).toEqual({ from: 4, to: 4, before: 400, after: 0 })
})

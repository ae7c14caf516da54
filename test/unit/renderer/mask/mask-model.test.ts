import { describe, expect, it } from 'vitest'
import { isPainted, moves, shiftAt, withKey } from '../../../../renderer/mask/mask-model.ts'

const keys = [
  { at: 4, x: 0, y: 8 },
  { at: 8, x: 20, y: 0 },
]

describe('a mask that follows', () => {
  it('moves evenly between two places and stays before the first and after the last', () => {
    expect([0, 4, 5, 7, 8, 15].map((frame) => shiftAt(keys, frame))).toEqual([
      { x: 0, y: 8 },
      { x: 0, y: 8 },
      { x: 5, y: 6 },
      { x: 15, y: 2 },
      { x: 20, y: 0 },
      { x: 20, y: 0 },
    ])
    expect(shiftAt([], 3)).toEqual({ x: 0, y: 0 })
  })

  it('has one place at a frame, in order of time, and stands where all are the same', () => {
    expect(withKey(keys, { at: 6, x: 1, y: 1 }).map(({ at }) => at)).toEqual([4, 6, 8])
    expect(withKey(keys, { at: 8, x: 1, y: 1 })).toEqual([keys[0], { at: 8, x: 1, y: 1 }])
    expect(moves({ strokes: [], keys })).toBe(true)
    expect(moves({ strokes: [], keys: keys.slice(0, 1) })).toBe(false)
    expect(moves({ strokes: [], keys: keys.map((key) => ({ ...key, x: 0, y: 0 })) })).toBe(false)
  })
})

it('is not painted by erasing alone', () => {
  const erased = { tool: 'erase' as const, size: 4, points: [] }
  expect(isPainted({ strokes: [erased], keys: [] })).toBe(false)
  expect(isPainted({ strokes: [{ tool: 'box', a: { x: 0, y: 0 }, b: { x: 1, y: 1 } }, erased], keys: [] })).toBe(true)
})

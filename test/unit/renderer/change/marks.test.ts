import { describe, expect, it } from 'vitest'
import { markedRange, withMark } from '../../../../renderer/change/marks.ts'

const none = { take: null, from: null, to: null }
const take = { id: 'take-1', frames: 16 }

describe('marks', () => {
  it('make a range of both sides, or up to the end of the take where one is open', () => {
    const begun = withMark(none, 'take-1', 'in', 4)
    expect(markedRange(begun, take)).toEqual({ from: 4, to: 16 })
    expect(markedRange(withMark(begun, 'take-1', 'out', 7), take)).toEqual({ from: 4, to: 8 })
    expect(markedRange(withMark(none, 'take-1', 'out', 0), take)).toEqual({ from: 0, to: 1 })
    expect(markedRange(none, take)).toBeNull()
  })

  it('give way to one on their wrong side, and to those of another take', () => {
    const range = withMark(withMark(none, 'take-1', 'in', 4), 'take-1', 'out', 7)
    expect(withMark(range, 'take-1', 'in', 9)).toEqual({ take: 'take-1', from: 9, to: null })
    expect(withMark(range, 'take-1', 'out', 2)).toEqual({ take: 'take-1', from: null, to: 3 })
    expect(withMark(range, 'take-1', 'out', 4)).toEqual({ take: 'take-1', from: 4, to: 5 })
    expect(withMark(range, 'take-2', 'in', 1)).toEqual({ take: 'take-2', from: 1, to: null })
    expect(markedRange(range, { id: 'take-2', frames: 16 })).toBeNull()
  })
})

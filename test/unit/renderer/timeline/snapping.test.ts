import { describe, expect, it } from 'vitest'
import { snap, snapPoints } from '../../../../renderer/timeline/snapping.ts'
import { clip, sequence } from '../film.ts'

describe('snapping', () => {
  it('offers the cuts near the dragged edges once, the playhead and the start, but not the dragged clip itself', () => {
    const film = sequence([clip('one', 0, 10), clip('two', 10, 10)], [clip('three', 50, 5)])
    expect(snapPoints(film, 33, ['two'], [14, 48], 4)).toEqual([0, 10, 33, 50, 55])
    expect(snapPoints(film, 33, ['two'], [30], 4)).toEqual([0, 33])
  })

  it('lets go beyond the tolerance', () => {
    expect(snap([20], [10, 31], 9)).toBeNull()
    expect(snap([20], [], 9)).toBeNull()
  })

  it('takes the edge that is nearest to a cut', () => {
    expect(snap([12, 52], [10, 51], 5)).toEqual({ shift: -1, at: 51 })
    expect(snap([19], [10, 20], 5)).toEqual({ shift: 1, at: 20 })
  })

  it('says so when an edge stands on a cut already', () => {
    expect(snap([10], [10], 0)).toEqual({ shift: 0, at: 10 })
  })
})

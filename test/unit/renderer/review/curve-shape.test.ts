import { describe, expect, it } from 'vitest'
import { curvePoints, findingBox, LANES } from '../../../../renderer/review/curve-shape.ts'

describe('a curve', () => {
  it('runs from edge to edge, high values high, on a scale that noise does not fill', () => {
    expect(curvePoints([0, 1, 2], 4)).toBe('0,100 50,75 100,50')
    expect(curvePoints([0, 8], 4)).toBe('0,100 100,0')
    expect(curvePoints([3], 4)).toBe('0,25')
  })

  it('marks a finding where it is, wide enough to be seen and inside the box', () => {
    expect(findingBox({ from: 4, to: 8 }, 17)).toEqual({ x: 25, width: 25 })
    expect(findingBox({ from: 0, to: 16 }, 17)).toEqual({ x: 0, width: 100 })
    expect(findingBox({ from: 16, to: 16 }, 17)).toEqual({ x: 98.5, width: 1.5 })
    expect(findingBox({ from: 0, to: 0 }, 1)).toEqual({ x: 0, width: 1.5 })
  })

  it('has one diagram for each kind of finding', () => {
    const kinds = LANES.flatMap((lane) => lane.kinds)
    expect(kinds.toSorted()).toEqual(['blank', 'clipped', 'drift', 'flicker', 'frozen', 'jump', 'loop', 'reverse'])
  })
})

import { describe, expect, it } from 'vitest'
import type { Bin } from '../../../../core/library/bins.ts'
import { binLines, isInPlace } from '../../../../renderer/organise/bin-tree.ts'

const bin = (id: string, parent: string | null): Bin => ({ id, name: id, parent, entries: 0, createdAt: 1 })
const BINS = [bin('day', null), bin('dusk', 'day'), bin('night', null), bin('late', 'dusk')]

describe('bins', () => {
  it('are listed as a tree, each before those in it', () => {
    expect(binLines(BINS).map(({ bin: { id }, depth }) => [id, depth])).toEqual([
      ['day', 0],
      ['dusk', 1],
      ['late', 2],
      ['night', 0],
    ])
  })

  it('hold what lies in them at any depth', () => {
    expect(isInPlace(BINS, 'all', null)).toBe(true)
    expect(isInPlace(BINS, 'none', null)).toBe(true)
    expect(isInPlace(BINS, 'none', 'day')).toBe(false)
    expect(isInPlace(BINS, 'day', 'late')).toBe(true)
    expect(isInPlace(BINS, 'night', 'late')).toBe(false)
    expect(isInPlace(BINS, 'trash', 'day')).toBe(false)
  })

  it('in a ring end', () => {
    const ring = [bin('a', 'b'), bin('b', 'a')]
    expect(binLines(ring)).toEqual([])
    expect(isInPlace(ring, 'c', 'a')).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { ClipList } from '../../../../core/timeline/clip-list.ts'
import { hitTest, visibleItems } from '../../../../renderer/timeline/visible.ts'
import { clip } from '../film.ts'

const many = ClipList.from(Array.from({ length: 5000 }, (_, index) => clip(`clip-${index}`, index * 50, 46)))

describe('visible', () => {
  it('draws only the clips that touch the view', () => {
    const { clips, cover } = visibleItems(many, { from: 4000, to: 4800, pxPerFrame: 4 }, null)
    expect(clips.map(({ id }) => id)).toEqual(['clip-20', 'clip-21', 'clip-22', 'clip-23'])
    expect(cover).toBeNull()
  })

  it('tells thousands of thin clips as how much of each pixel they cover', () => {
    const { clips, cover } = visibleItems(many, { from: 0, to: 1250, pxPerFrame: 0.005 }, null)
    expect(clips).toEqual([])
    // 46 of every 50 frames are covered, and four clips share a pixel.
    expect(cover?.share.length).toBe(1250)
    for (const share of cover?.share ?? []) expect(share).toBeCloseTo(0.92)
  })

  it('draws the selected clip by itself, however thin, and tells where others are selected', () => {
    const view = { from: 0, to: 1250, pxPerFrame: 0.005 }
    const { clips, cover } = visibleItems(many, view, 'clip-77', new Set(['clip-77', 'clip-400']))
    expect(clips.map(({ id }) => id)).toEqual(['clip-77'])
    expect(cover?.selected.findIndex((share) => share > 0)).toBe(100)
  })

  it('shows a gap as wide as it is, and clips apart that are wide enough for a line', () => {
    const items = ClipList.from([clip('one', 0, 4), clip('two', 4, 4), clip('three', 12, 1), clip('four', 14, 2)])
    const share = (from: number, pxPerFrame: number): number[] => [
      ...(visibleItems(items, { from, to: from + 8, pxPerFrame }, null).cover?.share ?? []),
    ]
    expect(share(0, 1)).toEqual([1, 1, 1, 0, 1, 1, 1, 0])
    expect(share(8, 1)).toEqual([0, 0, 0, 0, 1, 0, 1, 1])
    expect(share(-2, 0.25)).toEqual([0, 0, 1, 1, 0, 0.75, 0, 0])
  })

  it('grabs edges within a few pixels and leaves a short clip a body', () => {
    const items = ClipList.from([clip('one', 10, 40), clip('tiny', 60, 3)])
    expect(hitTest(items, 39, 4)).toBeNull()
    expect(hitTest(items, 41, 4)?.zone).toBe('in')
    expect(hitTest(items, 100, 4)?.zone).toBe('body')
    expect(hitTest(items, 199, 4)?.zone).toBe('out')
    expect(hitTest(items, 246, 4)).toMatchObject({ clip: { id: 'tiny' }, zone: 'body' })
    expect(hitTest(items, 200, 4)).toBeNull()
  })
})

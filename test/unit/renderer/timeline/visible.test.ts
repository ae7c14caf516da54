import { describe, expect, it } from 'vitest'
import { ClipList } from '../../../../core/timeline/clip-list.ts'
import { hitTest, visibleItems } from '../../../../renderer/timeline/visible.ts'
import { clip } from '../film.ts'

const many = ClipList.from(Array.from({ length: 5000 }, (_, index) => clip(`clip-${index}`, index * 50, 46)))

describe('visible', () => {
  it('draws only the clips that touch the view', () => {
    const { clips, runs } = visibleItems(many, 1000, 1200, 4, null)
    expect(clips.map(({ id }) => id)).toEqual(['clip-20', 'clip-21', 'clip-22', 'clip-23'])
    expect(runs).toEqual([])
  })

  it('draws thousands of thin clips as one run', () => {
    const { clips, runs } = visibleItems(many, 0, 250_000, 0.005, null)
    expect(clips).toEqual([])
    expect(runs).toEqual([{ start: 0, end: 249_996, count: 5000 }])
  })

  it('draws the selected clip by itself, however thin', () => {
    expect(visibleItems(many, 0, 250_000, 0.005, 'clip-77').clips.map(({ id }) => id)).toEqual(['clip-77'])
  })

  it('keeps runs apart where a gap can be seen', () => {
    const items = ClipList.from([clip('one', 0, 2), clip('two', 2, 2), clip('three', 100, 2)])
    expect(visibleItems(items, 0, 200, 1, null).runs.map(({ count }) => count)).toEqual([2, 1])
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

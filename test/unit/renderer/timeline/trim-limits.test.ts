import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit } from '../../../../core/timeline/edit.ts'
import { limitTrim, trimRange } from '../../../../renderer/timeline/trim-limits.ts'
import { clip, sequence } from '../film.ts'

describe('trim limits', () => {
  it('names what is in the way', () => {
    const items = [clip('one', 5, 10, { offset: 20, available: 100 }), clip('two', 18, 10, { available: 30 })]
    const [track] = sequence(items).tracks
    const [one, two] = items
    if (!track || !one || !two) throw new Error('no track')
    expect(trimRange(track, one, 'in')).toMatchObject({ min: -5, minLimit: 'start', max: 9, maxLimit: 'length' })
    expect(trimRange(track, one, 'out')).toMatchObject({ min: -9, max: 3, maxLimit: 'neighbour' })
    expect(trimRange(track, two, 'in').minLimit).toBe('source')
    expect(trimRange(track, two, 'out')).toMatchObject({ max: 20, maxLimit: 'source' })
  })

  it('holds a wish inside the range and tells the limit only when it was passed', () => {
    const range = { min: -3, minLimit: 'start', max: 7, maxLimit: 'source' } as const
    expect(limitTrim(range, 9)).toEqual({ delta: 7, limit: 'source' })
    expect(limitTrim(range, 7)).toEqual({ delta: 7, limit: null })
    expect(limitTrim(range, -4)).toEqual({ delta: -3, limit: 'start' })
    expect(limitTrim(range, 2)).toEqual({ delta: 2, limit: null })
  })

  it('never shows a trim that the studio would refuse, and never holds back one that it would take', () => {
    const lengths = fc.integer({ min: 1, max: 30 })
    const handles = fc.integer({ min: 0, max: 20 })
    fc.assert(
      fc.property(
        fc.record({ gap: handles, length: lengths, offset: handles, after: handles, next: handles }),
        fc.constantFrom('in' as const, 'out' as const),
        fc.integer({ min: -60, max: 60 }),
        ({ gap, length, offset, after, next }, edge, wished) => {
          const dragged = clip('dragged', 10 + gap, length, { offset, available: offset + length + after })
          const items = [clip('before', 0, 10), dragged, clip('after', 10 + gap + length + next, 10)]
          const film = sequence(items)
          const [track] = film.tracks
          if (!track) throw new Error('no track')
          const { delta, limit } = limitTrim(trimRange(track, dragged, edge), wished)
          const trim = (by: number) => applyEdit(film, { name: 'trim', args: { clip: 'dragged', edge, delta: by } })
          expect(() => trim(delta)).not.toThrow()
          if (limit !== null) expect(() => trim(delta + Math.sign(wished))).toThrow()
        },
      ),
    )
  })
})

import { describe, expect, it } from 'vitest'
import type { Take } from '../../../../core/library/entities.ts'
import type { Media } from '../../../../core/library/media.ts'
import { binGroups, binMedia, NO_FILTER } from '../../../../renderer/timeline/bin/filter.ts'
import type { Found } from '../../../../renderer/timeline/bin/filter.ts'
import { clip, sequence, shot, take } from '../film.ts'

const all = NO_FILTER
const shots = [
  shot('shotnumber1', [take(1, { rejected: true }), take(2, { rating: 4 })], 'take-2'),
  shot('shotnumber2', [take(3, { shot: 'shotnumber2', rating: 3 })]),
  shot('shotnumber3', []),
]
const film = sequence([clip('one', 0, 10)])

function ids(...args: Parameters<typeof binGroups>): string[] {
  return binGroups(...args).flatMap(({ takes }) => takes.map(({ id }) => id))
}

describe('the bin', () => {
  it('shows every take by shot, rejected ones last, and leaves out shots without takes', () => {
    expect(binGroups(shots, film, all, null).map(({ shot }) => shot.id)).toEqual(['shotnumber1', 'shotnumber2'])
    expect(ids(shots, film, all, null)).toEqual(['take-2', 'take-1', 'take-3'])
  })

  it('filters by what the film shows, by stars and by a search', () => {
    expect(ids(shots, film, { ...all, film: true }, null)).toEqual(['take-2', 'take-1'])
    expect(ids(shots, film, { ...all, starred: true }, null)).toEqual(['take-2', 'take-3'])
    expect(ids(shots, film, { ...all, unused: true }, null)).toEqual(['take-1', 'take-3'])
    expect(ids(shots, film, all, { shots: ['shotnumber2'], takes: ['take-1'], media: [] })).toEqual([
      'take-1',
      'take-3',
    ])
    expect(ids(shots, film, all, { shots: [], takes: [], media: [] })).toEqual([])
  })

  it('sorts within each shot, rejected takes still last', () => {
    const review = (flicker: number): Take['review'] => ({
      method: 'heuristic',
      version: 1,
      still: false,
      cycle: null,
      findings: [],
      figures: {
        motion: 1,
        change: 1,
        residual: 1,
        flicker,
        jump: 1,
        frozen: 0,
        repeated: 0,
        drift: 0,
        black: 0,
        clipped: 0,
        trouble: 0,
      },
    })
    const takes = [
      take(1, { rejected: true, review: review(0) }),
      take(2),
      take(3, { review: review(2) }),
      take(4, { review: review(1) }),
    ]
    const order = ids([shot('shotnumber1', takes)], film, all, null, 'flicker')
    expect(order).toEqual(['take-4', 'take-3', 'take-2', 'take-1'])
  })

  it('filters by the label of a take or of its shot', () => {
    const labelled = [
      shot('shotnumber1', [take(1, { label: 'teal' }), take(2)]),
      { ...shot('shotnumber2', [take(3, { shot: 'shotnumber2' })]), label: 'teal' as const },
    ]
    expect(ids(labelled, film, { ...all, label: 'teal' }, null)).toEqual(['take-1', 'take-3'])
    expect(ids(labelled, film, { ...all, label: 'red' }, null)).toEqual([])
  })

  it('shows imported files the newest first, by the same filters', () => {
    const media = (id: string, change: Partial<Media> = {}): Media =>
      ({ id, file: id, rating: 0, label: null, favourite: false, bin: null, ...change }) as Media
    const files = [media('one', { rating: 3, label: 'red' }), media('two', { favourite: true }), media('three')]
    const cut = sequence([clip('clip', 0, 10, { source: { kind: 'media', media: 'two' } })])
    const shown = (change: object, found: Found | null = null): string[] =>
      binMedia(files, cut, { ...all, ...change }, found, ({ id }) => id !== 'three').map(({ id }) => id)
    expect(shown({})).toEqual(['two', 'one'])
    expect(shown({ label: 'red' })).toEqual(['one'])
    expect(shown({ starred: true })).toEqual(['one'])
    expect(shown({ favourite: true })).toEqual(['two'])
    expect(shown({ film: true })).toEqual(['two'])
    expect(shown({ unused: true })).toEqual(['one'])
    expect(shown({}, { shots: [], takes: [], media: ['one'] })).toEqual(['one'])
  })

  it('has no film to filter by before the sequence is there', () => {
    expect(ids(shots, null, { ...all, film: true }, null)).toEqual([])
  })
})

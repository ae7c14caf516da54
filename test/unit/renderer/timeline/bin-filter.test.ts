import { describe, expect, it } from 'vitest'
import type { Take } from '../../../../core/library/entities.ts'
import type { Media } from '../../../../core/library/media.ts'
import { binGroups, binMedia, NO_FILTER, questionOf, usedIn } from '../../../../renderer/timeline/bin/filter.ts'
import type { Sequence } from '../../../../core/timeline/sequence.ts'
import type { KnownShot } from '../../../../renderer/store/studio-state.ts'
import type { BinFilter, BinWish, Found } from '../../../../renderer/timeline/bin/filter.ts'
import { clip, sequence, shot, take } from '../film.ts'

const all = NO_FILTER
const shots = [
  shot('shotnumber1', [take(1, { rejected: true }), take(2, { rating: 4 })], 'take-2'),
  shot('shotnumber2', [take(3, { shot: 'shotnumber2', rating: 3 })]),
  shot('shotnumber3', []),
]
const film = sequence([clip('one', 0, 10)])

const found = (shots: string[], takes: string[], media: string[] = [], around = shots): Found => ({
  shots: new Set(shots),
  takes: new Set(takes),
  media: new Set(media),
  around: new Set(around),
})
const wish = (cut: Sequence | null, change: Partial<BinFilter> = {}, search: Found | null = null): BinWish => ({
  filter: { ...all, ...change },
  text: search === null ? '' : 'words',
  found: search,
  used: usedIn(cut),
})

function ids(shots: readonly KnownShot[], wish: BinWish): string[] {
  return binGroups(shots, wish).flatMap(({ takes }) => (takes ?? []).map(({ id }) => id))
}

describe('the bin', () => {
  it('shows every take by shot, rejected ones last, and leaves out shots without takes', () => {
    expect(binGroups(shots, wish(film)).map(({ shot }) => shot.id)).toEqual(['shotnumber1', 'shotnumber2'])
    expect(ids(shots, wish(film))).toEqual(['take-2', 'take-1', 'take-3'])
  })

  it('filters by what the film shows, by stars and by a search', () => {
    expect(ids(shots, wish(film, { film: true }))).toEqual(['take-2', 'take-1'])
    expect(ids(shots, wish(film, { starred: true }))).toEqual(['take-2', 'take-3'])
    expect(ids(shots, wish(film, { unused: true }))).toEqual(['take-1', 'take-3'])
    expect(ids(shots, wish(film, {}, found(['shotnumber2'], ['take-1'])))).toEqual(['take-1', 'take-3'])
    expect(ids(shots, wish(film, {}, found([], [])))).toEqual([])
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
    const order = ids([shot('shotnumber1', takes)], { ...wish(film), order: 'flicker' })
    expect(order).toEqual(['take-4', 'take-3', 'take-2', 'take-1'])
  })

  it('filters by the label of a take or of its shot', () => {
    const labelled = [
      shot('shotnumber1', [take(1, { label: 'teal' }), take(2)]),
      { ...shot('shotnumber2', [take(3, { shot: 'shotnumber2' })]), label: 'teal' as const },
    ]
    expect(ids(labelled, wish(film, { label: 'teal' }))).toEqual(['take-1', 'take-3'])
    expect(ids(labelled, wish(film, { label: 'red' }))).toEqual([])
  })

  it('shows imported files the newest first, by the same filters', () => {
    const media = (id: string, change: Partial<Media> = {}): Media =>
      ({ id, file: id, rating: 0, label: null, favourite: false, bin: null, ...change }) as Media
    const files = [media('one', { rating: 3, label: 'red' }), media('two', { favourite: true }), media('three')]
    const cut = sequence([clip('clip', 0, 10, { source: { kind: 'media', media: 'two' } })])
    const shown = (change: object, search: Found | null = null): string[] =>
      binMedia(files, wish(cut, change, search), ({ id }) => id !== 'three').map(({ id }) => id)
    expect(shown({})).toEqual(['two', 'one'])
    expect(shown({ label: 'red' })).toEqual(['one'])
    expect(shown({ starred: true })).toEqual(['one'])
    expect(shown({ favourite: true })).toEqual(['two'])
    expect(shown({ film: true })).toEqual(['two'])
    expect(shown({ unused: true })).toEqual(['one'])
    expect(shown({}, found([], [], ['one']))).toEqual(['one'])
  })

  it('has no film to filter by before the sequence is there', () => {
    expect(ids(shots, wish(null, { film: true }))).toEqual([])
  })

  it('keeps a shot whose takes are not here where the library says, or its own marks, that some may fit', () => {
    const late = (id: string, change: Partial<KnownShot> = {}): KnownShot => ({ ...shot(id, []), count: 3, ...change })
    const shots = [late('one'), late('two', { label: 'teal' }), late('shotnumber1', { count: 1 })]
    const left = (wish: BinWish): string[] => binGroups(shots, wish).map(({ shot, takes }) => `${shot.id} ${takes}`)
    expect(left(wish(film))).toEqual(['one null', 'two null', 'shotnumber1 null'])
    expect(left(wish(film, { unused: true }))).toEqual(['one null', 'two null'])
    expect(left(wish(film, { starred: true }))).toEqual([])
    const answer = found([], ['some'], [], ['one'])
    expect(left({ ...wish(film, { starred: true }), found: answer })).toEqual(['one null'])
    expect(left({ ...wish(film, { label: 'teal' }), found: answer })).toEqual(['one null', 'two null'])
    expect(left(wish(film, {}, answer))).toEqual(['one null'])
  })

  it('asks the library for one thing, words first', () => {
    expect(questionOf('', all)).toBeNull()
    expect(questionOf(' kite ', { ...all, starred: true })).toMatchObject({ text: 'kite' })
    expect(questionOf('', { ...all, starred: true, favourite: true })).toEqual({ rating: 3, kinds: ['take'] })
  })
})

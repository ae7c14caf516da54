import { expect, it } from 'vitest'
import type { Found } from '../../../../renderer/timeline/bin/filter.ts'
import { filterWall } from '../../../../renderer/library/wall-filter.ts'
import { wallOf } from '../../../../renderer/library/wall.ts'
import { shot, take } from '../film.ts'
import { job } from '../job.ts'

const shots = [
  shot('empty', []),
  shot('busy', [take(1)]),
  shot('full', [take(2, { rating: 4 }), take(3, { rejected: true, rating: 5 }), take(4)]),
]
const found = (shots: string[], takes: string[]): Found => ({
  shots: new Set(shots),
  takes: new Set(takes),
  media: new Set(),
  around: new Set(shots),
})
const rows = wallOf(shots, [job('j', 'busy')])
const kept = (...args: [boolean, boolean, Found?]): Record<string, string[]> =>
  Object.fromEntries(
    filterWall(rows, { starred: args[0], kept: args[1] }, args[2] && 'words', args[2]).map((row) => [
      row.shot.id,
      row.takes.map(({ id }) => id),
    ]),
  )

it('is the wall itself while nothing is filtered', () => {
  expect(filterWall(rows, { starred: false, kept: false })).toBe(rows)
})

it('leaves out what does not fit, and shots of which nothing is left; work under way stays in sight', () => {
  expect(kept(true, false)).toEqual({ busy: [], full: ['take-2', 'take-3'] })
  expect(kept(false, true)).toEqual({ busy: ['take-1'], full: ['take-2', 'take-4'] })
  expect(kept(true, true)).toEqual({ busy: [], full: ['take-2'] })
})

it('shows what a search found: whole shots by their words, takes by their own', () => {
  expect(kept(false, false, found(['full'], ['take-1']))).toEqual({
    busy: ['take-1'],
    full: ['take-2', 'take-3', 'take-4'],
  })
  expect(kept(false, true, found([], ['take-3']))).toEqual({})
})

it('keeps a shot whose takes are not here while some of them may fit', () => {
  const late = wallOf([{ ...shot('late', []), count: 3 }], [])
  const left = (starred: boolean, text?: string, answer?: Found): number =>
    filterWall(late, { starred, kept: true }, text, answer).length
  expect([left(false), left(true), left(false, 'words', found(['other'], []))]).toEqual([1, 0, 0])
  expect([left(true, '', found(['late'], [])), left(false, 'words', found(['late'], []))]).toEqual([1, 1])
})

import { expect, it } from 'vitest'
import { filterWall } from '../../../../renderer/library/wall-filter.ts'
import { wallOf } from '../../../../renderer/library/wall.ts'
import { shot, take } from '../film.ts'
import { job } from '../job.ts'

const shots = [
  shot('empty', []),
  shot('busy', [take(1)]),
  shot('full', [take(2, { rating: 4 }), take(3, { rejected: true, rating: 5 }), take(4)]),
]
const rows = wallOf(shots, [job('j', 'busy')])
const kept = (...args: [boolean, boolean, Parameters<typeof filterWall>[2]?]): Record<string, string[]> =>
  Object.fromEntries(
    filterWall(rows, { starred: args[0], kept: args[1] }, args[2] ?? null).map((row) => [
      row.shot.id,
      row.takes.map(({ id }) => id),
    ]),
  )

it('is the wall itself while nothing is filtered', () => {
  expect(filterWall(rows, { starred: false, kept: false }, null)).toBe(rows)
})

it('leaves out what does not fit, and shots of which nothing is left; work under way stays in sight', () => {
  expect(kept(true, false)).toEqual({ busy: [], full: ['take-2', 'take-3'] })
  expect(kept(false, true)).toEqual({ busy: ['take-1'], full: ['take-2', 'take-4'] })
  expect(kept(true, true)).toEqual({ busy: [], full: ['take-2'] })
})

it('shows what a search found: whole shots by their words, takes by their own', () => {
  expect(kept(false, false, { shots: ['full'], takes: ['take-1'], media: [] })).toEqual({
    busy: ['take-1'],
    full: ['take-2', 'take-3', 'take-4'],
  })
  expect(kept(false, true, { shots: [], takes: ['take-3'], media: [] })).toEqual({})
})

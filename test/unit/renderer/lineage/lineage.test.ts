import { expect, it } from 'vitest'
import { lineageOf, madeWords } from '../../../../renderer/lineage/lineage.ts'
import { take } from '../film.ts'

const made = (number: number, parent: number | null) =>
  take(number, { parent: parent === null ? null : `take-${parent}` })
/** 1 -> 2 -> 4, 1 -> 3, and 5 by itself. */
const takes = [made(1, null), made(2, 1), made(3, 1), made(4, 2), made(5, null)]

it('shows the whole family of a take, branches on rows of their own', () => {
  const { nodes, links, rows, columns } = lineageOf(takes, 'take-4')
  expect(nodes.map(({ take: { number }, column, row }) => [number, column, row])).toEqual([
    [1, 0, 0],
    [2, 1, 0],
    [4, 2, 0],
    [3, 1, 1],
  ])
  expect(links.map(({ from, to }) => `${from.take.number} ${to.take.number}`).sort()).toEqual(['1 2', '1 3', '2 4'])
  expect([rows, columns]).toEqual([2, 3])
  expect(lineageOf(takes, 'take-1').nodes).toHaveLength(4)
})

it('is one take where nothing was made from it, and begins where a parent is gone', () => {
  expect(lineageOf(takes, 'take-5').nodes).toHaveLength(1)
  expect(lineageOf([made(7, 6)], 'take-7').nodes.map(({ take: { number } }) => number)).toEqual([7])
  expect(lineageOf(takes, 'gone').nodes).toEqual([])
})

it('says how a take was made', () => {
  const { recipe } = take(1)
  const given = { footage: [], make: [{ from: 4, to: 8 }], seen: { from: 0, to: 16 }, strength: 1 }
  expect(madeWords(made(1, null))).toBe('from words')
  expect(madeWords(made(2, 1))).toBe('varied')
  expect(madeWords(take(3, { recipe: { ...recipe, operation: 'retake', given } }))).toBe('retake 5–8')
  expect(madeWords(take(3, { recipe: { ...recipe, operation: 'extend', given } }))).toBe('extended +4')
})

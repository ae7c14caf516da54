import { expect, it } from 'vitest'
import { isRead, listed, withoutTakes, withRead, withShot } from '../../../../renderer/store/studio-state.ts'
import { shot, take } from '../film.ts'

const { takes: _none, ...line } = shot('late', [])
const lines = [
  { ...line, count: 2, createdAt: 1 },
  { ...line, id: 'newer', count: 1, createdAt: 2 },
]

it('lists shots newest first, and those that were read with their takes', () => {
  const shots = listed(lines, [shot('late', [take(1), take(2)])])
  expect(shots.map((one) => [one.id, one.takes.length, isRead(one)])).toEqual([
    ['newer', 0, false],
    ['late', 2, true],
  ])
})

it('keeps what an event told, which is newer than an answer that comes after it', () => {
  const told = withShot(listed(lines, []), shot('late', [take(1), take(2), take(3)]))
  expect(withRead(told, [shot('late', [take(1)])]).find(({ id }) => id === 'late')?.takes).toHaveLength(3)
})

it('forgets takes and still knows how many there are', () => {
  const forgotten = withoutTakes(listed(lines, [shot('newer', [take(1)])]), new Set(['newer']))
  expect(forgotten.find(({ id }) => id === 'newer')).toMatchObject({ takes: [], count: 1 })
})

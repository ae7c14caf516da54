import { expect, it } from 'vitest'
import type { HistoryPoint } from '../../../../core/library/entities.ts'
import { historyRows } from '../../../../renderer/inspector/history-rows.ts'

/** Points as `step < parent`, the last one given is where the sequence stands unless another one is named. */
function points(parents: readonly [number, number | null][], current: number): HistoryPoint[] {
  return parents
    .map(([step, parent]) => ({ step, parent, label: `edit ${step}`, at: step, by: null, current: step === current }))
    .reverse()
}

const drawn = (list: HistoryPoint[]): [number, number, boolean][] =>
  historyRows(list).map(({ point, branch, ahead }) => [point.step, branch, ahead])

it('is one line where nothing was undone', () => {
  expect(
    drawn(
      points(
        [
          [1, null],
          [2, 1],
          [3, 2],
        ],
        3,
      ),
    ),
  ).toEqual([
    [3, 0, false],
    [2, 0, false],
    [1, 0, false],
  ])
})

it('draws what was undone on the same line until another edit leaves it beside', () => {
  const undone = points(
    [
      [1, null],
      [2, 1],
      [3, 2],
    ],
    1,
  )
  expect(drawn(undone)).toEqual([
    [3, 0, true],
    [2, 0, true],
    [1, 0, false],
  ])
  const branched = points(
    [
      [1, null],
      [2, 1],
      [3, 2],
      [4, 1],
    ],
    4,
  )
  expect(drawn(branched)).toEqual([
    [4, 0, false],
    [3, 1, true],
    [2, 1, true],
    [1, 0, false],
  ])
})

it('keeps branches of branches apart', () => {
  const list = points(
    [
      [1, null],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 1],
    ],
    5,
  )
  expect(drawn(list)).toEqual([
    [5, 0, false],
    [4, 2, true],
    [3, 1, true],
    [2, 1, true],
    [1, 0, false],
  ])
})

it('draws a page whose older points are not here', () => {
  expect(
    drawn(
      points(
        [
          [7, 6],
          [8, 7],
        ],
        8,
      ),
    ),
  ).toEqual([
    [8, 0, false],
    [7, 0, false],
  ])
})

import { expect, it } from 'vitest'
import { madeBy } from '../../../../renderer/store/made-by.ts'

const hand = { name: 'window one', since: 1000 }

it.each([
  ['this window', 'window one', 2000, null],
  ['another window', 'window two', 2000, 'another window'],
  ['a window of before this one was opened', 'window two', 900, null],
  ['a program that says its name, whenever', 'the command line', 900, 'the command line'],
  ['a program that does not', null, 2000, 'another program'],
  ['nobody knows who, before this window was opened', null, 900, null],
])('names who made an edit: %s', (_case, by, at, words) => {
  expect(madeBy({ by, at }, hand)).toBe(words)
})

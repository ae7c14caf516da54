import { expect, test } from 'vitest'
import { parseRange } from '../../../main/handler/byte-range.ts'

test.each([
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=10-', { start: 10, end: 99 }],
  ['bytes=90-1000', { start: 90, end: 99 }],
  ['bytes=-5', { start: 95, end: 99 }],
  ['bytes=-1000', { start: 0, end: 99 }],
  ['BYTES=99-99', { start: 99, end: 99 }],
])('reads %s of 100 bytes', (header, range) => {
  expect(parseRange(header, 100)).toEqual(range)
})

test.each([['bytes=100-'], ['bytes=100-200'], ['bytes=-0']])('cannot satisfy %s of 100 bytes', (header) => {
  expect(parseRange(header, 100)).toBe('unsatisfiable')
})

test.each([[null], ['bytes=-'], ['bytes=5-2'], ['items=0-1'], ['bytes=0-1,5-6'], ['bytes=a-b'], ['bytes= 1-2']])(
  'ignores %s',
  (header) => {
    expect(parseRange(header, 100)).toBe('whole')
  },
)

test('an empty file satisfies no range', () => {
  expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable')
  expect(parseRange('bytes=-1', 0)).toBe('unsatisfiable')
})

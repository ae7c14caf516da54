import { expect, test } from 'vitest'
import { expandRequest } from '../../../../core/generation/expand-request.ts'
import { GenerateRequest } from '../../../../core/generation/request.ts'

const parse = (value: object) => GenerateRequest.parse({ prompt: 'a ball', ...value })

test('variations count seeds up from the one that is given or drawn, round the end', () => {
  expect(expandRequest(parse({ takes: 3, seed: 0xffff_fffe }), 5).map(({ seed }) => seed)).toEqual([
    0xffff_fffe, 0xffff_ffff, 0,
  ])
  expect(expandRequest(parse({ takes: 2 }), 5).map(({ seed }) => seed)).toEqual([5, 6])
})

test('a grid varies its parameters and nothing else', () => {
  const cells = expandRequest(parse({ seed: 9, grid: { guidance: [1, 2], steps: [4, 8] } }), 5)
  expect(cells.map(({ seed, guidance, steps }) => [seed, guidance, steps])).toEqual([
    [9, 1, 4],
    [9, 1, 8],
    [9, 2, 4],
    [9, 2, 8],
  ])
  expect(expandRequest(parse({ grid: { seed: [3, 1] } }), 5).map(({ seed }) => seed)).toEqual([3, 1])
})

test('a grid of nothing, of three parameters, of too many cells or of many takes is refused', () => {
  const many = Array.from({ length: 65 }, (_, seed) => seed)
  for (const value of [
    { grid: {} },
    { grid: { seed: [1], steps: [1], guidance: [1] } },
    { grid: { seed: many } },
    { grid: { seed: [1] }, takes: 2 },
  ]) {
    expect(() => expandRequest(parse(value), 0)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  }
})

import { describe, expect, it } from 'vitest'
import { GenerateRequest } from '../../../../core/generation/request.ts'
import type { Pack } from '../../../../core/library/entities.ts'
import { cellBeside, cellsOf, gridRequest, readValues } from '../../../../renderer/grid/grid-model.ts'
import type { Axis } from '../../../../renderer/grid/grid-model.ts'
import { take } from '../film.ts'

const ID = '0'.repeat(20)
const base = take(1, { id: ID })
const axes: Axis[] = [
  { parameter: 'guidance', values: [1, 2] },
  { parameter: 'steps', values: [20, 30, 40] },
]
const child = (number: number, change: Partial<typeof base.recipe>) =>
  take(number, { parent: ID, recipe: { ...base.recipe, ...change } })

describe('the cells of a grid', () => {
  it('are the takes that differ from the first by their values alone, the newest where there are several', () => {
    const takes = [
      base,
      child(2, { guidance: 1, steps: 30 }),
      child(3, { guidance: 1, steps: 30 }),
      child(4, { guidance: 2, steps: 30, seed: 99 }),
      take(5, { recipe: { ...base.recipe, guidance: 2, steps: 40 } }),
      child(6, { guidance: 2 }),
    ]
    const cells = cellsOf(base, axes, takes, [])
    expect(cells.map(({ values }) => values)).toEqual([
      [1, 20],
      [1, 30],
      [1, 40],
      [2, 20],
      [2, 30],
      [2, 40],
    ])
    expect(cells.map(({ take: found }) => found?.number ?? null)).toEqual([null, 3, null, 6, null, null])
  })

  it('are asked for with the seed of the first take', () => {
    expect(GenerateRequest.parse(gridRequest(base, axes))).toMatchObject({
      like: ID,
      seed: base.recipe.seed,
      grid: { guidance: [1, 2], steps: [20, 30, 40] },
    })
  })

  it('are walked in reading order and by column, never out of the grid', () => {
    expect([cellBeside(2, 3, 6, [1, 0]), cellBeside(5, 3, 6, [1, 0]), cellBeside(0, 3, 6, [-1, 0])]).toEqual([3, 5, 0])
    expect([cellBeside(1, 3, 6, [0, 1]), cellBeside(4, 3, 6, [0, 1]), cellBeside(4, 3, 6, [0, -1])]).toEqual([4, 4, 1])
  })
})

describe('the values of an axis', () => {
  const pack = { schedulers: ['DDIM', 'Euler'] } as Pack
  it('are read each once', () => {
    expect(readValues('guidance', '1, 2.5,1', pack)).toEqual([1, 2.5])
    expect(readValues('prompt', 'a ball, red\n\na box', pack)).toEqual(['a ball, red', 'a box'])
    expect(readValues('scheduler', 'Euler', pack)).toEqual(['Euler'])
  })

  it.each([
    ['steps', '1.5'],
    ['steps', '0'],
    ['guidance', 'many'],
    ['guidance', '101'],
    ['seed', '4294967296'],
    ['scheduler', 'Heun'],
    ['prompt', ' '],
  ] as const)('are refused with the reason: %s %s', (parameter, text) => {
    expect(readValues(parameter, text, pack)).toEqual(expect.any(String))
  })
})

import type { z } from 'zod'
import { CortadoError } from '../errors.ts'
import type { GenerateRequest } from './request.ts'

type ParsedRequest = z.output<typeof GenerateRequest>
type Cell = Partial<Pick<ParsedRequest, 'seed' | 'guidance' | 'steps' | 'scheduler' | 'prompt'>>

const SEEDS = 0x1_0000_0000
const MOST = 64

/**
 * One request for each take that is asked for: variations differ by their seed, a grid by its one or two parameters and
 * nothing else. `first` is the seed where the request names none. Throws `INVALID_INPUT` for a grid that is none.
 */
export function expandRequest(request: ParsedRequest, first: number): (ParsedRequest & { seed: number })[] {
  const seed = request.seed ?? first
  if (request.grid === undefined) {
    return Array.from({ length: request.takes }, (_, take) => ({ ...request, seed: (seed + take) % SEEDS }))
  }
  const axes = Object.entries(request.grid).flatMap(([name, values]) =>
    values === undefined ? [] : [{ name, values }],
  )
  if (axes.length < 1 || axes.length > 2 || request.takes !== 1) {
    throw new CortadoError(
      'INVALID_INPUT',
      'A grid varies one or two parameters and makes one take of each. Choose them.',
    )
  }
  const cells = axes.reduce<Cell[]>(
    (rows, { name, values }) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }) as Cell)),
    [{}],
  )
  if (cells.length > MOST) {
    throw new CortadoError(
      'INVALID_INPUT',
      `The grid has ${cells.length} cells; at most ${MOST} are made at once. Leave some out.`,
    )
  }
  return cells.map((cell) => ({ ...request, ...cell, seed: cell.seed ?? seed }))
}

import { z } from 'zod'
import type { Take } from '../library/entities.ts'

/**
 * Ways to put takes in order, best first: the calmest by flicker, jump, drift or residual, the liveliest by motion, the
 * highest rating. `made` is the order they were made in; `rank` weighs all measures, see {@link orderTakes}.
 */
export const TakeOrder = z.enum(['made', 'rank', 'rating', 'motion', 'flicker', 'jump', 'frozen', 'drift', 'residual'])
export type TakeOrder = z.infer<typeof TakeOrder>

/** Takes in an order; those that were not measured come last, and equal ones stay as they were. */
export function orderTakes(takes: readonly Take[], order: TakeOrder): Take[] {
  if (order === 'made') return [...takes]
  return takes.toSorted((a, b) => compareKeys(keyOf(a, order), keyOf(b, order)))
}

/** Lower is better, the first number that differs decides. */
function keyOf(take: Take, order: Exclude<TakeOrder, 'made'>): readonly number[] {
  if (order === 'rating') return [-take.rating]
  const { review } = take
  if (!review) return [Infinity]
  const { figures } = review
  if (order === 'motion') return [-figures.motion]
  // A still among takes that move is seldom what was asked for, but it is no defect either.
  if (order === 'rank') return [Math.floor(figures.trouble), Number(review.still), figures.trouble]
  return [figures[order]]
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0
    if (value !== other) return value < other ? -1 : 1
  }
  return 0
}

import type { Take } from '../../core/library/entities.ts'

/** A take for a screen reader: "Take 2, seed 15, 4 stars, shown in the film". */
export function takeWords(take: Take, picked: boolean): string {
  const parts = [`Take ${take.number}`, `seed ${take.recipe.seed}`]
  if (take.rating > 0) parts.push(take.rating === 1 ? '1 star' : `${take.rating} stars`)
  if (take.rejected) parts.push('rejected')
  if (picked) parts.push('chosen')
  return parts.join(', ')
}

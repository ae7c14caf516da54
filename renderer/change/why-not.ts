import type { Pack, Take } from '../../core/library/entities.ts'
import type { ChangeOperation } from './change-draft.ts'

/** Why an operation cannot be prepared here, as the end of a sentence; null where it can. The studio's plan says the rest. */
export function whyNot(
  operation: Exclude<ChangeOperation, 'bridge'>,
  spot: { take: Take; over: boolean } | null,
  packs: readonly Pack[],
): string | null {
  if (spot === null) return 'select a take or a clip that has one first'
  const { recipe } = spot.take
  if (operation === 'image-to-video') {
    return spot.over ? null : 'move the playhead over the clip first'
  }
  if (recipe.refine !== undefined) return 'this take was refined; change the one that it was made from'
  const pack = packs.find(({ id }) => id === recipe.pack.id)
  if (!pack) return `the model pack "${recipe.pack.id}" of this take is not installed`
  return pack.problem === null ? null : `the model pack ${pack.title} cannot be used: ${pack.problem}`
}

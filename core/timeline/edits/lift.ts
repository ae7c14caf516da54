import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { linkedTo } from '../queries.ts'
import { Id } from '../clip.ts'

export const LiftArgs = z.object({
  clip: Id,
  /** Leaves what it is linked to. */
  alone: z.boolean().optional(),
})

/** Takes a clip and what it is linked to out and leaves a gap. */
export function lift(draft: Draft, { clip: id, alone }: z.infer<typeof LiftArgs>): void {
  const { clip } = draft.clip(id)
  for (const one of alone ? [clip] : linkedTo(draft.sequence, clip)) draft.remove(one.id)
}

import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import { Frame } from '../time.ts'
import { rippleTrim } from './ripple-trim.ts'
import { trim } from './trim.ts'

export const TrimToArgs = z.object({
  clip: Id,
  edge: z.enum(['in', 'out']),
  /** Of the sequence, inside the clip. */
  at: Frame,
  /** Closes the gap that this leaves. */
  ripple: z.boolean().optional(),
})

/** Takes away what lies between an edge of a clip and the playhead. */
export function trimTo(draft: Draft, { clip: id, edge, at, ripple }: z.infer<typeof TrimToArgs>): void {
  const { clip } = draft.clip(id)
  if (at <= clip.start || at >= clipEnd(clip)) {
    throw refusal('NOT_INSIDE', 'The playhead is not inside that clip. Move it over the clip first.')
  }
  const delta = at - (edge === 'in' ? clip.start : clipEnd(clip))
  if (ripple) rippleTrim(draft, { clip: id, edge, delta })
  else trim(draft, { clip: id, edge, delta })
}

import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { closeRange } from '../ripple.ts'
import { Id } from '../sequence.ts'

export const RippleDeleteArgs = z.object({ clip: Id })

/** Takes a clip and what it is linked to out and closes the gap on all sync-locked tracks. */
export function rippleDelete(draft: Draft, { clip: id }: z.infer<typeof RippleDeleteArgs>): void {
  const { track, clip } = draft.clip(id)
  for (const one of linkedTo(draft.sequence, clip)) draft.remove(one.id)
  closeRange(draft, [track.id], clip.start, clipEnd(clip))
}

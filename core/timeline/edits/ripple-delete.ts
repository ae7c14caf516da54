import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { closeRange } from '../ripple.ts'
import { Id } from '../clip.ts'

export const RippleDeleteArgs = z.object({ clip: Id })

/** Takes a clip and what it is linked to out and closes the gap on their tracks and on all that are sync-locked. */
export function rippleDelete(draft: Draft, { clip: id }: z.infer<typeof RippleDeleteArgs>): void {
  const { clip } = draft.clip(id)
  const parts = linkedTo(draft.sequence, clip)
  const tracks = parts.map((one) => draft.clip(one.id).track.id)
  for (const one of parts) draft.remove(one.id)
  closeRange(draft, tracks, clip.start, clipEnd(clip))
}

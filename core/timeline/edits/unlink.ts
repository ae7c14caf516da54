import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { linkedTo } from '../queries.ts'
import { Id } from '../clip.ts'

export const UnlinkArgs = z.object({ clips: z.array(Id).min(1).max(10_000) })

/** Unlinks clips from all that they are linked to. */
export function unlink(draft: Draft, { clips }: z.infer<typeof UnlinkArgs>): void {
  for (const id of clips) {
    const { clip, track } = draft.clip(id)
    draft.open(track.id)
    if (!clip.links) continue
    for (const other of linkedTo(draft.sequence, clip).slice(1)) {
      draft.relink(
        other.id,
        (other.links ?? []).filter((one) => one !== id),
      )
    }
    draft.relink(id, [])
  }
}

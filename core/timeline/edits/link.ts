import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'

export const LinkArgs = z.object({ clips: z.array(Id).min(2).max(64) })
export const UnlinkArgs = z.object({ clips: z.array(Id).min(1).max(10_000) })

/** Links clips of different tracks: they move, cut and trim together from now on. */
export function link(draft: Draft, { clips }: z.infer<typeof LinkArgs>): void {
  const tracks = new Set(clips.map((id) => draft.open(draft.clip(id).track.id).id))
  if (tracks.size !== clips.length) {
    throw refusal('WRONG_SOURCE', 'Clips of one track cannot be linked. Group them instead.')
  }
  unlink(draft, { clips })
  for (const id of clips) {
    draft.relink(
      id,
      clips.filter((other) => other !== id),
    )
  }
}

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

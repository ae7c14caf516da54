import { z } from 'zod'
import { cutAt } from '../cut.ts'
import type { Draft } from '../draft.ts'
import { idsFrom } from '../ids.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import { Frame } from '../time.ts'

export const BladeArgs = z.object({ clip: Id, at: Frame, newId: Id, alone: z.boolean().optional() })

/**
 * Cuts a clip and what it is linked to in two at a frame; the right half takes `newId`. What is linked to it on a locked track
 * stays whole, and linked to both halves.
 */
export function blade(draft: Draft, { clip: id, at, newId, alone }: z.infer<typeof BladeArgs>): void {
  const { clip, track: own } = draft.clip(id)
  if (at <= clip.start || at >= clipEnd(clip)) {
    throw refusal('NOT_INSIDE', 'The playhead is not inside that clip. Move it over the clip and cut again.')
  }
  const parts = alone ? [clip] : linkedTo(draft.sequence, clip)
  const tracks = parts.filter((one) => one.start < at && clipEnd(one) > at).map((one) => draft.clip(one.id).track)
  cutAt(
    draft,
    tracks.filter((track) => track.id === own.id || track.locked !== true),
    at,
    idsFrom(newId),
  )
}

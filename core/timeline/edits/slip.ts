import { z } from 'zod'
import { inTime } from '../clip-time.ts'
import type { Draft } from '../draft.ts'
import { linkedTo } from '../queries.ts'
import { Id } from '../clip.ts'
import { unlink } from './unlink.ts'

export const SlipArgs = z.object({
  clip: Id,
  /** Frames of the clip's own time; positive shows a later part of it, which is an earlier one of a source that runs backwards. */
  delta: z.number().int(),
  alone: z.boolean().optional(),
})

/** Shows another part of the source in the same place, also of what the clip is linked to. */
export function slip(draft: Draft, { clip: id, delta, alone }: z.infer<typeof SlipArgs>): void {
  const { clip } = draft.clip(id)
  const parts = linkedTo(draft.sequence, clip)
  // Slipped alone, a clip gives up the sync that a link promises.
  if (alone && parts.length > 1) unlink(draft, { clips: [id] })
  for (const one of alone ? [draft.clip(id).clip] : parts) draft.put(draft.clip(one.id).track.id, inTime(one, delta))
}

import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { Id } from '../clip.ts'

export const GroupArgs = z.object({ clips: z.array(Id).min(1).max(10_000), group: Id })

/** Makes clips a group: they are selected together. A clip is in one group at most. */
export function group(draft: Draft, { clips, group }: z.infer<typeof GroupArgs>): void {
  for (const id of clips) {
    const { track, clip } = draft.clip(id)
    draft.put(track.id, { ...clip, group })
  }
}

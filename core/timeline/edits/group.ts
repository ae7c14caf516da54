import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { Id } from '../clip.ts'

export const GroupArgs = z.object({ clips: z.array(Id).min(1).max(10_000), group: Id })
export const UngroupArgs = z.object({ clips: z.array(Id).min(1).max(10_000) })

/** Makes clips a group: they are selected together. A clip is in one group at most. */
export function group(draft: Draft, { clips, group }: z.infer<typeof GroupArgs>): void {
  for (const id of clips) {
    const { track, clip } = draft.clip(id)
    draft.put(track.id, { ...clip, group })
  }
}

/** Takes clips out of their groups. */
export function ungroup(draft: Draft, { clips }: z.infer<typeof UngroupArgs>): void {
  for (const id of clips) {
    const { track, clip } = draft.clip(id)
    const { group: _group, ...rest } = clip
    draft.put(track.id, rest)
  }
}

import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { Id } from '../clip.ts'

export const UngroupArgs = z.object({ clips: z.array(Id).min(1).max(10_000) })

/** Takes clips out of their groups. */
export function ungroup(draft: Draft, { clips }: z.infer<typeof UngroupArgs>): void {
  for (const id of clips) {
    const { track, clip } = draft.clip(id)
    const { group: _group, ...rest } = clip
    draft.put(track.id, rest)
  }
}

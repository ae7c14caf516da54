import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { layDown } from '../lay-down.ts'
import { trackEnd } from '../queries.ts'
import { Clip, Id } from '../clip.ts'
import { frame } from '../time.ts'

export const AppendArgs = z.object({
  clips: z
    .array(z.object({ track: Id, clip: Clip }))
    .min(1)
    .max(64),
})

/** Puts clips behind the last one of their tracks, all at the same frame; their own starts say how far apart they are. */
export function append(draft: Draft, { clips }: z.infer<typeof AppendArgs>): void {
  const end = Math.max(...clips.map(({ track }) => trackEnd(draft.open(track))))
  const first = Math.min(...clips.map(({ clip }) => clip.start))
  layDown(
    draft,
    clips.map(({ track, clip }) => ({ track, clip: { ...clip, start: frame(end + clip.start - first) } })),
  )
}

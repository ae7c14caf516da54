import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import { unlink } from './unlink.ts'

export const LinkArgs = z.object({ clips: z.array(Id).min(2).max(64) })

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

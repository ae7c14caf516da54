import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { linkedTo } from '../queries.ts'
import { reversed } from '../retimed.ts'
import { Id } from '../clip.ts'
import { assertTogether } from './speed.ts'

export const ReverseArgs = z.object({ clip: Id })

/** Plays a clip, and what it is linked to, backwards, or forwards again. */
export function reverse(draft: Draft, { clip: id }: z.infer<typeof ReverseArgs>): void {
  const { clip } = draft.clip(id)
  for (const one of linkedTo(draft.sequence, clip)) {
    assertTogether(clip, one, true)
    draft.put(draft.clip(one.id).track.id, reversed(one))
  }
}

import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import type { Clip } from '../clip.ts'
import { frame } from '../time.ts'
import { trimmed } from '../trimmed.ts'

export const SlideArgs = z.object({
  clip: Id,
  /** Sequence frames; positive moves it right. */
  delta: z.number().int(),
})

/**
 * Moves a clip between its two neighbours: one grows by what the other loses. What it is linked to moves along, also where
 * that touches no other clip.
 */
export function slide(draft: Draft, { clip: id, delta }: z.infer<typeof SlideArgs>): void {
  const { clip } = draft.clip(id)
  const { before, after } = touching(draft, clip)
  if (!before || !after) {
    throw refusal('NOT_ADJACENT', `"${clip.name}" does not touch a clip on both sides. Move it instead of sliding it.`)
  }
  for (const one of linkedTo(draft.sequence, clip)) slideOne(draft, one, delta)
}

function touching(draft: Draft, clip: Clip) {
  const { items } = draft.clip(clip.id).track
  const [before, after] = [items.before(clip.start), items.after(clip)]
  return {
    before: before && clipEnd(before) === clip.start ? before : undefined,
    after: after?.start === clipEnd(clip) ? after : undefined,
  }
}

function slideOne(draft: Draft, clip: Clip, delta: number): void {
  const { before, after } = touching(draft, clip)
  const [shorter, longer] = [before && trimmed(before, 'out', delta), after && trimmed(after, 'in', delta)]
  const next = { ...clip, start: frame(clip.start + delta) }
  // What shrinks makes the room, what grows takes what is left behind.
  const order = delta > 0 ? [longer, next, shorter] : [shorter, next, longer]
  const track = draft.clip(clip.id).track.id
  for (const one of order) if (one) draft.put(track, one)
}

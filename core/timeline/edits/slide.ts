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

/** Moves a clip between its two neighbours: one grows by what the other loses. */
export function slide(draft: Draft, { clip: id, delta }: z.infer<typeof SlideArgs>): void {
  for (const one of linkedTo(draft.sequence, draft.clip(id).clip)) slideOne(draft, one, delta)
}

function slideOne(draft: Draft, clip: Clip, delta: number): void {
  const { track } = draft.clip(clip.id)
  const before = track.items.before(clip.start)
  const after = track.items.after(clip)
  if (!before || !after || clipEnd(before) !== clip.start || after.start !== clipEnd(clip)) {
    throw refusal('NOT_ADJACENT', `"${clip.name}" does not touch a clip on both sides. Move it instead of sliding it.`)
  }
  const next = { ...clip, start: frame(clip.start + delta) }
  const [shrinks, grows] =
    delta > 0
      ? [trimmed(after, 'in', delta), trimmed(before, 'out', delta)]
      : [trimmed(before, 'out', delta), trimmed(after, 'in', delta)]
  for (const one of [shrinks, next, grows]) draft.put(track.id, one)
}

import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd, ofShot } from '../queries.ts'
import { Id } from '../clip.ts'
import { Frame, frame } from '../time.ts'

export const LengthenArgs = z.object({
  clip: Id,
  /** The whole of the longer take, in sequence frames. */
  available: Frame.min(1),
  /** Of the clip; its start stays. */
  length: Frame.min(1),
})

/** Gives a clip, and sound of the same shot, the room of a take that goes on where the one before ended, and moves their end. */
export function lengthen(draft: Draft, { clip: id, available, length }: z.infer<typeof LengthenArgs>): void {
  const { clip } = draft.clip(id)
  for (const one of ofShot(draft.sequence, clip)) {
    const longer = clipEnd(one) === clipEnd(clip) ? frame(one.length + length - clip.length) : one.length
    draft.put(draft.clip(one.id).track.id, { ...one, available, length: longer })
  }
}

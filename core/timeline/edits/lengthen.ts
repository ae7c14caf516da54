import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { Id } from '../sequence.ts'
import { Frame } from '../time.ts'

export const LengthenArgs = z.object({
  clip: Id,
  /** The whole of the longer take, in sequence frames. */
  available: Frame.min(1),
  /** Of the clip; its start stays. */
  length: Frame.min(1),
})

/** Gives a clip the room of a take that goes on where the one before ended, and moves its end. */
export function lengthen(draft: Draft, { clip: id, available, length }: z.infer<typeof LengthenArgs>): void {
  const { track, clip } = draft.clip(id)
  draft.put(track.id, { ...clip, available, length })
}

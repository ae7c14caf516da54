import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { assertHolds } from '../lay-down.ts'
import { withRetime } from '../retimed.ts'
import { Clip, ClipSource, Id } from '../clip.ts'
import { Frame } from '../time.ts'

export const ReplaceArgs = z.object({
  clip: Id,
  source: ClipSource,
  name: Clip.shape.name,
  /** Sequence frames of the new source that are skipped. */
  offset: Frame,
  available: Clip.shape.available,
})

/** Shows something else in the place of a clip: its place, its length and its look stay. */
export function replace(draft: Draft, { clip: id, ...args }: z.infer<typeof ReplaceArgs>): void {
  const { track, clip } = draft.clip(id)
  const { shift: _shift, ...rest } = withRetime(clip, args.offset)
  const next = { ...rest, ...args }
  assertHolds(track, next)
  draft.put(track.id, next)
}

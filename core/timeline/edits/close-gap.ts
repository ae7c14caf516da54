import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { closeRange } from '../ripple.ts'
import { Id } from '../clip.ts'
import { Frame } from '../time.ts'

export const CloseGapArgs = z.object({ track: Id, at: Frame.min(0) })

/** Closes the gap at a frame: what comes later moves left on all sync-locked tracks. */
export function closeGap(draft: Draft, { track, at }: z.infer<typeof CloseGapArgs>): void {
  const { items } = draft.open(track)
  const [before, after] = [items.before(at + 1), items.from(at + 1)]
  const start = before ? clipEnd(before) : 0
  if (!after || start > at) throw refusal('NOTHING_THERE', 'There is no gap here that clips could close. Select a gap.')
  closeRange(draft, [track], start, after.start)
}

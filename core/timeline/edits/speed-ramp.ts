import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id, Retime } from '../sequence.ts'
import { sourcePosition } from '../clip-time.ts'
import { frame } from '../time.ts'

export const SpeedRampArgs = z.object({
  clip: Id,
  /** Speeds at frames of the clip, in straight lines between them; none gives the clip its own speed back. */
  points: z.array(Retime.shape.points.element).max(1000),
})

/** Lets the speed of a clip, and of what it is linked to, change over its length. Its length stays; it shows more or less of its source. */
export function speedRamp(draft: Draft, { clip: id, points }: z.infer<typeof SpeedRampArgs>): void {
  if (points.some(({ at }, index) => index > 0 && at <= (points[index - 1]?.at ?? 0))) {
    throw refusal('OUT_OF_RANGE', 'The points of a speed ramp must follow one another in time.')
  }
  for (const one of linkedTo(draft.sequence, draft.clip(id).clip)) {
    const { retime: _retime, ...rest } = one
    const offset = frame(Math.floor(sourcePosition(one, 0)))
    const next = points.length === 0 ? { ...rest, offset } : { ...rest, offset, retime: { lead: frame(0), points } }
    draft.put(draft.clip(one.id).track.id, next)
  }
}

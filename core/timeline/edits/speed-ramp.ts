import { z } from 'zod'
import { inOrder } from '../../look/keyframes.ts'
import type { Draft } from '../draft.ts'
import { linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { withRetime } from '../retimed.ts'
import { Id, Retime } from '../clip.ts'
import { sourcePosition } from '../clip-time.ts'
import { frame } from '../time.ts'

export const SpeedRampArgs = z.object({
  clip: Id,
  /** Speeds at frames of the clip, in straight lines between them; none gives the clip its own speed back. */
  points: z.array(Retime.shape.points.element).max(1000),
})

/** Lets the speed of a clip, and of what it is linked to, change over its length. Its length stays; it shows more or less of its source. */
export function speedRamp(draft: Draft, { clip: id, points }: z.infer<typeof SpeedRampArgs>): void {
  if (!inOrder(points)) {
    throw refusal('OUT_OF_RANGE', 'The points of a speed ramp must follow one another in time.')
  }
  const { clip } = draft.clip(id)
  for (const one of linkedTo(draft.sequence, clip)) {
    // A sound that starts earlier or later has the speeds of the picture at the same frames of the sequence.
    const lead = one.start - clip.start
    const origin = Math.floor(sourcePosition(one, -lead))
    const next =
      points.length === 0 ? withRetime(one, origin + lead) : withRetime(one, origin, { lead: frame(lead), points })
    draft.put(draft.clip(one.id).track.id, next)
  }
}

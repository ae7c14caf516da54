import { z } from 'zod'
import { steadySpeed } from '../clip-time.ts'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { rippleFrom } from '../ripple.ts'
import { Id, Speed } from '../sequence.ts'
import type { Clip } from '../sequence.ts'
import { frame } from '../time.ts'

export const SpeedArgs = z.object({
  clip: Id,
  /** 2/1 is twice as fast, -1/1 runs backwards. */
  speed: Speed,
  /** What comes later moves, so that the clip ends where the next one begins. */
  ripple: z.boolean().optional(),
})

/** Plays a clip, and what it is linked to, at another speed. It shows the same part of its source, for a longer or shorter time. */
export function speed(draft: Draft, { clip: id, speed, ripple }: z.infer<typeof SpeedArgs>): void {
  const { track, clip } = draft.clip(id)
  if (speed.num === 0) throw refusal('OUT_OF_RANGE', 'A speed of zero stands still. Use a freeze frame instead.')
  const parts = linkedTo(draft.sequence, clip).map((one) => ({ one, next: atSpeed(one, speed) }))
  const by = (parts[0]?.next.length ?? clip.length) - clip.length
  if (ripple && by > 0) rippleFrom(draft, [track.id], clipEnd(clip), by)
  for (const { one, next } of parts) draft.put(draft.clip(one.id).track.id, next)
  if (ripple && by < 0) rippleFrom(draft, [track.id], clipEnd(clip), by)
}

/** The clip at another steady speed. A ramp is given up for it. */
export function atSpeed(clip: Clip, speed: z.infer<typeof Speed>): Clip {
  const old = steadySpeed(clip)
  if (!old || old.num === 0) throw refusal('WRONG_SOURCE', `"${clip.name}" has no steady speed. Remove its ramp first.`)
  const { retime: _retime, ...rest } = clip
  const first = steadyStart(clip)
  const span = clip.length * Math.abs(old.num) * speed.den
  const length = Math.max(1, Math.floor(span / (old.den * Math.abs(speed.num))))
  // Backwards it begins with the frame that it ended with.
  const turned = Math.sign(old.num) !== Math.sign(speed.num)
  const offset = turned
    ? first + Math.sign(old.num) * (Math.ceil((clip.length * Math.abs(old.num)) / old.den) - 1)
    : first
  const plain = speed.num === speed.den
  return {
    ...rest,
    offset: frame(offset),
    length: frame(length),
    ...(plain ? {} : { retime: { lead: frame(0), points: [{ at: 0, speed }] } }),
  }
}

/** The whole source frame at a clip's start. */
function steadyStart(clip: Clip): number {
  const old = steadySpeed(clip) ?? { num: 1, den: 1 }
  return clip.retime ? Math.floor(clip.offset + (clip.retime.lead * old.num) / old.den) : clip.offset
}

import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { atSpeed, backwards } from '../retimed.ts'
import { rippleFrom } from '../ripple.ts'
import { Id, Speed } from '../clip.ts'
import type { Clip } from '../clip.ts'
import { frame } from '../time.ts'

export const SpeedArgs = z.object({
  clip: Id,
  /** 2/1 is twice as fast, -1/1 runs backwards. */
  speed: Speed,
  /** What comes later moves, so that the clip ends where the next one begins. */
  ripple: z.boolean().optional(),
})

/**
 * Plays a clip, and what it is linked to, at another speed. It shows the same part of its source, for a longer or shorter
 * time: the nearest whole frame, and as long as before at the speed that it had before. Without a ripple it ends no later than
 * where the next clip begins.
 */
export function speed(draft: Draft, { clip: id, speed, ripple }: z.infer<typeof SpeedArgs>): void {
  const { clip } = draft.clip(id)
  if (speed.num === 0) throw refusal('OUT_OF_RANGE', 'A speed of zero stands still. Use a freeze frame instead.')
  const parts = linkedTo(draft.sequence, clip).map((one) => ({ one, next: atSpeed(one, speed) }))
  const turns = parts.some(({ one, next }) => backwards(one) !== backwards(next))
  for (const { one } of parts) assertTogether(clip, one, turns)
  const tracks = parts.map(({ one }) => draft.clip(one.id).track.id)
  const by = (parts[0]?.next.length ?? clip.length) - clip.length
  if (ripple && by > 0) rippleFrom(draft, tracks, clipEnd(clip), by)
  const until = ripple ? Infinity : Math.min(...parts.map(({ one }) => nextStart(draft, one)))
  for (const { one, next } of parts) draft.put(draft.clip(one.id).track.id, ended(next, until))
  if (ripple && by < 0) rippleFrom(draft, tracks, clipEnd(clip), by)
}

function nextStart(draft: Draft, clip: Clip): number {
  return draft.clip(clip.id).track.items.after(clip)?.start ?? Infinity
}

/** The clip up to a frame of the sequence. It shows less of its source then, and no longer means the rest. */
function ended(clip: Clip, until: number): Clip {
  if (clipEnd(clip) <= until || !clip.retime) return clip
  const { rest: _rest, ...retime } = clip.retime
  return { ...clip, retime, length: frame(until - clip.start) }
}

/** Linked clips stay in sync at another speed where they start together; where one turns around, only if they also end together. */
export function assertTogether(clip: Clip, other: Clip, turns: boolean): void {
  if (other.start === clip.start && (!turns || other.length === clip.length)) return
  throw refusal(
    'OUT_OF_SYNC',
    `"${clip.name}" and "${other.name}" are not cut at the same frames and would lose sync. Trim them to the same frames, or unlink them.`,
  )
}

import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { refusal } from '../refuse.ts'
import { insideOf } from '../retimed.ts'
import { Clip, Id } from '../clip.ts'
import { Frame, frame } from '../time.ts'
import { insert } from './insert.ts'
import { overwrite } from './overwrite.ts'

export const ThreePointArgs = z.object({
  how: z.enum(['insert', 'overwrite']),
  track: Id,
  /** What is laid down; its start, length and offset follow from the points. */
  clip: Clip,
  /** Points in the source, in sequence frames of it; `out` is the first frame after. */
  source: z.object({ in: Frame.min(0).optional(), out: Frame.min(1).optional() }),
  /** Points on the sequence; `out` is the first frame after. */
  at: z.object({ in: Frame.min(0).optional(), out: Frame.min(1).optional() }),
  /** What gives way where four points are marked and do not agree. */
  fit: z.enum(['speed', 'source-in', 'source-out', 'sequence-in', 'sequence-out']).optional(),
  splitId: Id,
  /** Where the sound goes, and the clip that shows it. */
  more: z
    .array(z.object({ track: Id, clip: Clip }))
    .max(64)
    .optional(),
})
type Args = z.infer<typeof ThreePointArgs>

interface Points {
  start: number
  length: number
  offset: number
  /** Frames of source that fill the length; another number than it where the speed gives way. */
  used: number
}

/** Lays a source down by three points, the fourth follows; or by four, where one gives way or the speed changes. */
export function threePoint(draft: Draft, args: Args): void {
  const { start, length, offset, used } = resolve(args)
  const laid = (clip: Clip): Clip => {
    const placed = { ...clip, start: frame(start), length: frame(length), offset: frame(offset) }
    return used === length
      ? placed
      : { ...placed, retime: { lead: frame(0), points: [{ at: 0, speed: { num: used, den: length } }] } }
  }
  // A sound that ends before its picture does is laid down as far as it goes.
  const more = args.more?.flatMap((lane) => {
    const clip = insideOf(laid(lane.clip))
    return clip ? [{ track: lane.track, clip }] : []
  })
  const edit = args.how === 'insert' ? insert : overwrite
  edit(draft, { track: args.track, clip: laid(args.clip), splitId: args.splitId, ...(more && { more }) })
}

/** Where the clip lies and what it shows. What is not marked begins at the source's start, and ends with the source. */
function resolve({ source, at, clip, fit }: Args): Points {
  const whole = clip.available ?? clip.offset + clip.length
  if (at.in !== undefined && at.out !== undefined) {
    const length = ordered(at.in, at.out)
    if (source.in !== undefined && source.out !== undefined) {
      return fourth(fit, { in: source.in, used: ordered(source.in, source.out), start: at.in, length })
    }
    const offset = source.out === undefined ? (source.in ?? 0) : source.out - length
    return { start: at.in, length, offset, used: length }
  }
  const offset = source.in ?? 0
  const used = ordered(offset, source.out ?? whole)
  const start = at.in ?? (at.out === undefined ? 0 : at.out - used)
  return { start: inside(start), length: used, offset, used }
}

/** A start that was counted back from an out point. */
function inside(start: number): number {
  if (start >= 0) return start
  throw refusal('SEQUENCE_START', 'The source is longer than the sequence before the out point. Mark less of it.')
}

function fourth(fit: Args['fit'], points: { in: number; used: number; start: number; length: number }): Points {
  const { start, length, used } = points
  if (length === used || fit === 'source-out') return { start, length, offset: points.in, used: length }
  if (fit === 'speed') return { start, length, offset: points.in, used }
  if (fit === 'source-in') return { start, length, offset: points.in + used - length, used: length }
  if (fit === 'sequence-out') return { start, length: used, offset: points.in, used }
  if (fit === 'sequence-in') return { start: inside(start + length - used), length: used, offset: points.in, used }
  throw refusal(
    'FOUR_POINTS',
    `The source is marked for ${used} frames and the sequence for ${length}. Say which mark gives way, or change the speed to fit.`,
  )
}

function ordered(from: number, to: number): number {
  if (from < to) return to - from
  throw refusal('OUT_OF_RANGE', 'An out point lies before its in point. Mark it again.')
}

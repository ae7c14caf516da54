import { z } from 'zod'
import { CortadoError } from '../../errors.ts'
import { clipEnd, findClip } from '../queries.ts'
import { Id } from '../sequence.ts'
import type { Clip, Sequence } from '../sequence.ts'
import { frame } from '../time.ts'
import { withTrack } from './place.ts'

export const TrimArgs = z.object({
  clip: Id,
  edge: z.enum(['in', 'out']),
  /** Sequence frames; positive moves the edge right. */
  delta: z.number().int(),
})

/** Moves one edge of a clip. Refused where the source has no more frames or a neighbour is in the way. */
export function trim(sequence: Sequence, args: z.infer<typeof TrimArgs>): Sequence {
  const { track, clip } = findClip(sequence, args.clip)
  const changed = args.edge === 'in' ? trimIn(clip, args.delta) : { ...clip, length: clip.length + args.delta }
  if (changed.length < 1) throw new CortadoError('EDIT_REFUSED', 'A clip keeps at least one frame. Delete it instead.')
  if (changed.offset < 0 || changed.offset + changed.length > clip.available) {
    throw new CortadoError('EDIT_REFUSED', 'The take has no more frames on that side. Extend the take or trim less.')
  }
  const next: Clip = {
    ...clip,
    start: frame(changed.start),
    offset: frame(changed.offset),
    length: frame(changed.length),
  }
  const blocked = track.items.some((item) => item !== clip && item.start < clipEnd(next) && next.start < clipEnd(item))
  if (blocked)
    throw new CortadoError('EDIT_REFUSED', 'The next clip is in the way. Move it first, or use a ripple trim.')
  return {
    ...sequence,
    tracks: withTrack(sequence.tracks, { ...track, items: track.items.map((item) => (item === clip ? next : item)) }),
  }
}

function trimIn(clip: Clip, delta: number): { start: number; offset: number; length: number } {
  // A clip cannot start before the sequence does; the source check above reports the other limit.
  if (clip.start + delta < 0)
    throw new CortadoError('EDIT_REFUSED', 'The sequence starts here. Move the clip right first.')
  return { start: clip.start + delta, offset: clip.offset + delta, length: clip.length - delta }
}

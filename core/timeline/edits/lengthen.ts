import { z } from 'zod'
import { CortadoError } from '../../errors.ts'
import { findClip } from '../queries.ts'
import { Id } from '../sequence.ts'
import type { Sequence } from '../sequence.ts'
import { Frame } from '../time.ts'
import { withTrack } from './place.ts'

export const LengthenArgs = z.object({
  clip: Id,
  /** The whole of the longer take, in sequence frames. */
  available: Frame.min(1),
  /** Of the clip; its start stays. */
  length: Frame.min(1),
})

/**
 * Gives a clip the room of a take that goes on where the one before ended, and moves its end. Refused where the next clip
 * is in the way.
 */
export function lengthen(sequence: Sequence, args: z.infer<typeof LengthenArgs>): Sequence {
  const { track, clip } = findClip(sequence, args.clip)
  if (clip.offset + args.length > args.available) {
    throw new CortadoError('EDIT_REFUSED', 'The take is not as long as that. Trim the clip to its end instead.')
  }
  const next = track.items.find((item) => item.start > clip.start)
  if (next !== undefined && clip.start + args.length > next.start) {
    throw new CortadoError('EDIT_REFUSED', 'The next clip is in the way. Move it first, then extend the clip.')
  }
  const longer = { ...clip, available: args.available, length: args.length }
  return {
    ...sequence,
    tracks: withTrack(sequence.tracks, { ...track, items: track.items.map((item) => (item === clip ? longer : item)) }),
  }
}

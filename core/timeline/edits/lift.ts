import { z } from 'zod'
import { findClip } from '../queries.ts'
import { Id } from '../sequence.ts'
import type { Sequence } from '../sequence.ts'
import { withTrack } from './place.ts'

export const LiftArgs = z.object({ clip: Id })

/** Takes a clip out and leaves a gap. */
export function lift(sequence: Sequence, args: z.infer<typeof LiftArgs>): Sequence {
  const { track, clip } = findClip(sequence, args.clip)
  return {
    ...sequence,
    tracks: withTrack(sequence.tracks, { ...track, items: track.items.filter((item) => item !== clip) }),
  }
}

import { z } from 'zod'
import { findTrack } from '../queries.ts'
import { Clip, Id } from '../sequence.ts'
import type { Sequence } from '../sequence.ts'
import { clearRange, place, withTrack } from './place.ts'

export const OverwriteArgs = z.object({ track: Id, clip: Clip, splitId: Id })

/** Lays a clip down at its start and replaces whatever was there; nothing else moves. */
export function overwrite(sequence: Sequence, args: z.infer<typeof OverwriteArgs>): Sequence {
  const track = findTrack(sequence, args.track)
  const cleared = clearRange(track, args.clip.start, args.clip.start + args.clip.length, args.splitId)
  return { ...sequence, tracks: withTrack(sequence.tracks, place(cleared, args.clip)) }
}

import { z } from 'zod'
import { findClip, findTrack } from '../queries.ts'
import { Id } from '../sequence.ts'
import type { Sequence } from '../sequence.ts'
import { Frame } from '../time.ts'
import { lift } from './lift.ts'
import { clearRange, place, withTrack } from './place.ts'

export const MoveArgs = z.object({ clip: Id, track: Id, start: Frame.min(0), splitId: Id })

/** Moves a clip to another start or track and overwrites what it lands on. */
export function move(sequence: Sequence, args: z.infer<typeof MoveArgs>): Sequence {
  const { clip } = findClip(sequence, args.clip)
  const lifted = lift(sequence, { clip: args.clip })
  const target = clearRange(findTrack(lifted, args.track), args.start, args.start + clip.length, args.splitId)
  return { ...lifted, tracks: withTrack(lifted.tracks, place(target, { ...clip, start: args.start })) }
}

import { z } from 'zod'
import { findClip } from '../queries.ts'
import { Id } from '../sequence.ts'
import type { Sequence } from '../sequence.ts'
import { frame } from '../time.ts'
import { withTrack } from './place.ts'

export const RippleDeleteArgs = z.object({ clip: Id })

/** Takes a clip out and closes the gap: later clips of its track move left by its length. */
export function rippleDelete(sequence: Sequence, args: z.infer<typeof RippleDeleteArgs>): Sequence {
  const { track, clip } = findClip(sequence, args.clip)
  const items = track.items
    .filter((item) => item !== clip)
    .map((item) => (item.start > clip.start ? { ...item, start: frame(item.start - clip.length) } : item))
  return { ...sequence, tracks: withTrack(sequence.tracks, { ...track, items }) }
}

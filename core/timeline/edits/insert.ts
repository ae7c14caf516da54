import { z } from 'zod'
import { clipEnd, findTrack } from '../queries.ts'
import { Clip, Id } from '../sequence.ts'
import type { Sequence } from '../sequence.ts'
import { frame } from '../time.ts'
import { place, withTrack } from './place.ts'

export const InsertArgs = z.object({ track: Id, clip: Clip, splitId: Id })

/** Puts a clip in at its start; later clips of the track move right, a clip under the point is cut in two. */
export function insert(sequence: Sequence, args: z.infer<typeof InsertArgs>): Sequence {
  const track = findTrack(sequence, args.track)
  const at = args.clip.start
  const items = track.items.flatMap((clip): Clip[] => {
    if (clipEnd(clip) <= at) return [clip]
    if (clip.start >= at) return [{ ...clip, start: frame(clip.start + args.clip.length) }]
    const head = at - clip.start
    return [
      { ...clip, length: frame(head) },
      {
        ...clip,
        id: args.splitId,
        start: frame(at + args.clip.length),
        offset: frame(clip.offset + head),
        length: frame(clip.length - head),
      },
    ]
  })
  return { ...sequence, tracks: withTrack(sequence.tracks, place({ ...track, items }, args.clip)) }
}

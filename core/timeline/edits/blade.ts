import { z } from 'zod'
import { CortadoError } from '../../errors.ts'
import { clipEnd, findClip } from '../queries.ts'
import { Id } from '../sequence.ts'
import type { Sequence } from '../sequence.ts'
import { Frame, frame } from '../time.ts'
import { withTrack } from './place.ts'

export const BladeArgs = z.object({ clip: Id, at: Frame, newId: Id })

/** Cuts a clip in two at a frame; the right half takes `newId`. */
export function blade(sequence: Sequence, args: z.infer<typeof BladeArgs>): Sequence {
  const { track, clip } = findClip(sequence, args.clip)
  if (args.at <= clip.start || args.at >= clipEnd(clip)) {
    throw new CortadoError('EDIT_REFUSED', 'The playhead is not inside that clip. Move it over the clip and cut again.')
  }
  const head = args.at - clip.start
  const halves = [
    { ...clip, length: frame(head) },
    { ...clip, id: args.newId, start: args.at, offset: frame(clip.offset + head), length: frame(clip.length - head) },
  ]
  return {
    ...sequence,
    tracks: withTrack(sequence.tracks, {
      ...track,
      items: track.items.flatMap((item) => (item === clip ? halves : [item])),
    }),
  }
}

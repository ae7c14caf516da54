import { clipEnd } from '../../core/timeline/queries.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import type { Gap } from '../store/ui-store.ts'

/** The empty frames around a frame of a track, where a clip lies on either side of them; null where that is not so. */
export function gapAt(track: Track, at: number): Gap | null {
  const before = track.items.before(at + 1)
  const after = track.items.from(at + 1)
  if (!before || !after || clipEnd(before) > at) return null
  const start = clipEnd(before)
  return { track: track.id, start, length: after.start - start }
}

/** The clips on either side of a gap; null where the track has changed since. */
export function besideGap(sequence: Sequence, gap: Gap): { before: Clip; after: Clip } | null {
  const items = sequence.tracks.find(({ id }) => id === gap.track)?.items
  const before = items?.before(gap.start)
  const after = items?.from(gap.start)
  const fits = before && after && clipEnd(before) === gap.start && after.start === gap.start + gap.length
  return fits ? { before, after } : null
}

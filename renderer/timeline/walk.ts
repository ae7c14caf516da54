import { clipEnd } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { currentClip } from './ghost.ts'

/** The next cut after a frame, or the last one before it, the start included; the frame itself when there is none. */
export function cutBeside(sequence: Sequence, at: number, direction: 1 | -1): number {
  const cuts = sequence.tracks.flatMap(({ items }) => {
    const clip = direction > 0 ? items.endingAfter(at) : items.before(at)
    if (!clip) return []
    const [near, far] = direction > 0 ? [clip.start, clipEnd(clip)] : [clipEnd(clip), clip.start]
    return [(near - at) * direction > 0 ? near : far]
  })
  if (direction > 0) return cuts.length > 0 ? Math.min(...cuts) : at
  return at > 0 ? Math.max(0, ...cuts) : at
}

/** The clip after (or before) the selected one, in order of start, from the playhead when none is selected. */
export function clipBeside(sequence: Sequence, selected: string | null, playhead: number, step: 1 | -1): Clip | null {
  const now = selected === null ? null : currentClip(sequence, selected)
  if (!now) {
    return nearest(sequence, step, ({ items }) => (step > 0 ? items.endingAfter(playhead) : items.before(playhead + 1)))
  }
  const { clip, track } = now
  const own = sequence.tracks.indexOf(track)
  // Of clips that start together, the one on the lower track comes first.
  return nearest(sequence, step, ({ items }, index) => {
    const too = (index - own) * step > 0
    if (step > 0) return items.from(too ? clip.start : clip.start + 1)
    return items.before(too ? clip.start + 1 : clip.start)
  })
}

/** Of one clip a track, the first in order of start, or the last one. */
function nearest(
  { tracks }: Sequence,
  step: 1 | -1,
  of: (track: Sequence['tracks'][number], index: number) => Clip | undefined,
): Clip | null {
  let best: Clip | null = null
  for (const [index, track] of tracks.entries()) {
    const clip = of(track, index)
    const nearer = best === null || !clip ? 0 : (best.start - clip.start) * step
    if (clip && (best === null || nearer > 0 || (nearer === 0 && step < 0))) best = clip
  }
  return best
}

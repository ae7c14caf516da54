import { clipEnd } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'

/** Every cut of the sequence, the start included, sorted and each once. */
function cuts(sequence: Sequence): number[] {
  const all = new Set<number>([0])
  for (const track of sequence.tracks) {
    for (const clip of track.items) {
      all.add(clip.start)
      all.add(clipEnd(clip))
    }
  }
  return [...all].sort((a, b) => a - b)
}

/** The next cut after a frame, or the last one before it; the frame itself when there is none. */
export function cutBeside(sequence: Sequence, at: number, direction: 1 | -1): number {
  const all = cuts(sequence)
  return (direction > 0 ? all.find((cut) => cut > at) : all.findLast((cut) => cut < at)) ?? at
}

/** The clip after (or before) the selected one, in order of start, from the playhead when none is selected. */
export function clipBeside(sequence: Sequence, selected: string | null, playhead: number, step: 1 | -1): Clip | null {
  const all = sequence.tracks.flatMap((track) => [...track.items]).sort((a, b) => a.start - b.start)
  const index = all.findIndex((clip) => clip.id === selected)
  if (index >= 0) return all[index + step] ?? null
  return (
    (step > 0 ? all.find((clip) => clipEnd(clip) > playhead) : all.findLast((clip) => clip.start <= playhead)) ?? null
  )
}

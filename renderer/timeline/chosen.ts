import type { Edit } from '../../core/timeline/edit.ts'
import { clipEnd, lookUp } from '../../core/timeline/queries.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'

export interface Chosen {
  track: Track
  clip: Clip
}

/** The selected clips that are still on the sequence. */
export function chosenClips(sequence: Sequence | null, ids: readonly string[]): Chosen[] {
  return sequence ? ids.flatMap((id) => lookUp(sequence, id) ?? []) : []
}

/** Takes clips off their tracks; what they are linked to stays, unless it is chosen too. */
export function lifts(chosen: readonly Chosen[]): Edit[] {
  return chosen.map(({ clip }) => ({ name: 'lift', args: { clip: clip.id, alone: true } }))
}

/**
 * From the right, so that what is closed first moves nothing that is still to go. Clips that fill the same frames go
 * together: all but one are lifted, and that one closes the gap on every track.
 */
export function rippleDeletes(chosen: readonly Chosen[]): Edit[] {
  const ranges = new Map<string, Chosen[]>()
  for (const one of chosen) {
    const range = `${one.clip.start} ${clipEnd(one.clip)}`
    ranges.set(range, [...(ranges.get(range) ?? []), one])
  }
  const stacks = [...ranges.values()].sort((a, b) => (b[0]?.clip.start ?? 0) - (a[0]?.clip.start ?? 0))
  return stacks.flatMap(([first, ...others]): Edit[] =>
    first ? [...lifts(others), { name: 'rippleDelete', args: { clip: first.clip.id } }] : [],
  )
}

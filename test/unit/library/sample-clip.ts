import type { Clip } from '../../../core/timeline/clip.ts'
import { frame } from '../../../core/timeline/time.ts'
import { newId } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'

/** A clip of a shot, 48 frames of which all are there. */
export function clip(shot: string, start: number, length = 48): Clip {
  return {
    id: newId(),
    name: 'Kite',
    source: { kind: 'shot', shot },
    start: frame(start),
    length: frame(length),
    offset: frame(0),
    available: frame(48),
  }
}

/** The first track of the project's sequence. */
export function trackOf(library: Library): string {
  const track = library.sequences.get(library.project.sequence).sequence.tracks[0]
  if (!track) throw new Error('the sequence has no track')
  return track.id
}

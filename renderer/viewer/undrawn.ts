import { notRendered } from '../../core/render/plan.ts'
import { isOn } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'

/** What the viewer leaves out at a frame, as a sentence; null where it draws all of it. */
export function undrawnAt(sequence: Sequence, at: number): string | null {
  for (const track of sequence.tracks.toReversed()) {
    const clip = isOn(sequence, track) ? track.items.under(at) : undefined
    const what = clip && clip.disabled !== true ? notRendered(clip) : null
    if (clip && what !== null) return `Not drawn here yet: "${clip.name}" ${what}.`
  }
  return null
}

import { transitionRoom } from '../../core/timeline/document.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import { clipEnd } from '../../core/timeline/queries.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import type { Clip, Transition } from '../../core/timeline/clip.ts'
import { frame } from '../../core/timeline/time.ts'

export const TRANSITION_WORDS: Readonly<Record<Transition['kind'], string>> = {
  dissolve: 'Dissolve',
  'dip-to-black': 'Dip to black',
  'dip-to-white': 'Dip to white',
  'wipe-left': 'Wipe left',
  'wipe-right': 'Wipe right',
  'wipe-up': 'Wipe up',
  'wipe-down': 'Wipe down',
  crossfade: 'Crossfade',
}

/** The usual kind on a track. */
export function usualKind(track: Track): Transition['kind'] {
  return track.kind === 'audio' ? 'crossfade' : 'dissolve'
}

/** How long a transition at an end of a clip can be, in frames on either side of it. */
export function roomAt(track: Track, clip: Clip, side: 'in' | 'out'): { before: number; after: number } {
  if (side === 'out') return { before: clip.length - (clip.transitionIn?.after ?? 0), after: 0 }
  return transitionRoom(track.items.before(clip.start), clip)
}

/** A transition of `length` frames, centred on the cut as far as there is room; undefined where there is none. */
export function fittedTransition(
  kind: Transition['kind'],
  length: number,
  room: { before: number; after: number },
): Transition | undefined {
  const half = Math.floor(length / 2)
  const before = Math.max(0, Math.min(room.before, Math.max(half, length - room.after)))
  const after = Math.max(0, Math.min(room.after, length - before))
  return before + after > 0 ? { kind, before: frame(before), after: frame(after) } : undefined
}

/** A second, or as much of it as there is room for, at the cut nearest to a frame; null where no clip ends or begins near it. */
export function usualTransition(sequence: Sequence, track: Track, at: number): Edit | null {
  const clip = track.items.under(at) ?? track.items.before(at)
  if (!clip) return null
  const next = track.items.after(clip)
  const touches = next !== undefined && next.start === clipEnd(clip)
  const nearEnd = at - clip.start > clip.length / 2
  const [target, side] =
    nearEnd && touches ? [next, 'in' as const] : [clip, nearEnd ? ('out' as const) : ('in' as const)]
  const length = Math.max(2, Math.round(sequence.rate.num / sequence.rate.den))
  const transition = fittedTransition(usualKind(track), length, roomAt(track, target, side))
  // Without handles the edit itself says what is missing.
  const wished = transition ?? { kind: usualKind(track), before: frame(1), after: frame(side === 'in' ? 1 : 0) }
  return { name: 'setTransition', args: { clip: target.id, side, transition: wished } }
}

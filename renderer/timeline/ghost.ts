import { handle } from '../../core/timeline/clip-time.ts'
import { clipEnd, lookUp } from '../../core/timeline/queries.ts'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { snap } from './snapping.ts'
import { limitTrim, shiftRange, trimRange } from './trim-limits.ts'
import type { Edge, Limit, TrimHow } from './trim-limits.ts'

/** Where a clip would land if it were let go now. Frames; the document does not change until the drop. */
export interface PlaceGhost {
  kind: 'place'
  how: 'move' | 'overwrite' | 'insert'
  track: string
  /** The clip that is being moved; null for one that comes from the bin. */
  clip: string | null
  /** Clips that move by as much on their own tracks. */
  also: readonly string[]
  name: string
  start: number
  length: number
  /** The cut that an edge has snapped to. */
  snapAt: number | null
}

/** How a clip would look if its edge were let go now. */
export interface TrimGhost {
  kind: 'trim'
  how: TrimHow
  track: string
  clip: string
  edge: Edge
  delta: number
  start: number
  length: number
  limit: Limit | null
  /** Frames past the end of the take that would have to be made. */
  extend: number
  snapAt: number | null
}

/** How a clip would lie, or what it would show, if it were let go now; its neighbours make room for a slide. */
export interface ShiftGhost {
  kind: 'slip' | 'slide'
  track: string
  clip: string
  delta: number
  start: number
  length: number
  limit: Limit | null
  snapAt: number | null
}

export type Ghost = PlaceGhost | TrimGhost | ShiftGhost

/** Snapping as a drag sees it: the cuts, and how near is near, in frames. Null when it is off. */
export interface Snapping {
  points: readonly number[]
  tolerance: number
}

/** A clip of `length` frames wished at `start`, never before the sequence, its nearer edge snapped. */
export function placeAt(
  start: number,
  length: number,
  snapping: Snapping | null,
): { start: number; snapAt: number | null } {
  const wished = Math.max(0, start)
  const met = snapping && snap([wished, wished + length], snapping.points, snapping.tolerance)
  if (!met || wished + met.shift < 0) return { start: wished, snapAt: null }
  return { start: wished + met.shift, snapAt: met.at }
}

/** The ghost of a clip that is dragged to another start or track, and of those that come along. */
export function moveGhost(
  clip: Clip,
  track: string,
  start: number,
  snapping: Snapping | null,
  along: readonly Clip[] = [],
): PlaceGhost {
  const { id, name, length } = clip
  // Nothing of what comes along may be pushed out at the start.
  const floor = Math.max(0, ...along.map((other) => clip.start - other.start))
  const placed = placeAt(Math.max(floor, start), length, snapping)
  const also = along.map((other) => other.id)
  return { kind: 'place', how: 'move', track, clip: id, also, name, length, ...placed }
}

/** The ghost of a slip or a slide by `wished` frames, held inside what the sources allow. Slides snap, slips cannot. */
export function shiftGhost(
  track: Track,
  clip: Clip,
  kind: 'slip' | 'slide',
  wished: number,
  snapping: Snapping | null,
): ShiftGhost {
  const edges = [clip.start + wished, clipEnd(clip) + wished]
  const met = kind === 'slide' && snapping ? snap(edges, snapping.points, snapping.tolerance) : null
  const range =
    kind === 'slide'
      ? shiftRange(track, clip)
      : ({ min: -handle(clip, 'out'), max: handle(clip, 'in'), minLimit: 'source', maxLimit: 'source' } as const)
  const { delta, limit } = limitTrim(range, wished + (met?.shift ?? 0))
  const start = kind === 'slide' ? clip.start + delta : clip.start
  const snapAt = met && delta === wished + met.shift ? met.at : null
  return { kind, track: track.id, clip: clip.id, delta, limit, start, length: clip.length, snapAt }
}

/**
 * The ghost of a trim by `wished` frames, snapped first and then held inside what the take and the track allow. An end that
 * is dragged `pull` frames past the end of its take asks for more of it.
 */
export function trimGhost(
  track: Track,
  clip: Clip,
  edge: Edge,
  wished: number,
  snapping: Snapping | null,
  { pull = Infinity, how = 'trim' }: { pull?: number; how?: TrimHow } = {},
): TrimGhost {
  const from = edge === 'in' ? clip.start : clipEnd(clip)
  const met = snapping && snap([from + wished], snapping.points, snapping.tolerance)
  const reach = wished + (met?.shift ?? 0)
  const { delta, limit } = limitTrim(trimRange(track, clip, edge, how), reach)
  const past = edge === 'out' && limit === 'source' ? reach - delta : 0
  const next = track.items.after(clip)
  const free = next && how === 'trim' ? next.start - from - delta : Infinity
  const extend = past >= pull ? Math.min(past, free) : 0
  return {
    kind: 'trim',
    how,
    track: track.id,
    clip: clip.id,
    edge,
    delta,
    limit,
    extend,
    // An in point that ripples moves in the source, not on the track.
    start: edge === 'in' && how !== 'ripple' ? clip.start + delta : clip.start,
    length: edge === 'in' ? clip.length - delta : clip.length + delta,
    snapAt: met && met.at === from + delta + extend ? met.at : null,
  }
}

/** The clip as it is now, or null when somebody else took it off the sequence in the meantime. */
export function currentClip(sequence: Sequence, id: string): { track: Track; clip: Clip } | null {
  return lookUp(sequence, id)
}

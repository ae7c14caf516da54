import { clipEnd } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'

/** How near an edge must come before it snaps, in pixels. */
export const SNAP_PX = 8

/**
 * The cuts that dragged edges may snap to: edges of the other clips as far as they lie within `tolerance` frames of one of the
 * `near` places, markers, the playhead and the start. Sorted, each once.
 */
export function snapPoints(
  sequence: Sequence,
  playhead: number,
  without: readonly string[],
  near: readonly number[],
  tolerance: number,
): number[] {
  const left = new Set(without)
  const points = new Set<number>([0, playhead])
  for (const { items } of sequence.tracks) {
    for (const place of near) {
      // A frame more on either side: what ends or begins just there touches the place.
      for (const clip of items.between(place - tolerance - 1, place + tolerance + 1)) {
        if (left.has(clip.id)) continue
        points.add(clip.start)
        points.add(clipEnd(clip))
      }
    }
  }
  for (const { at, length } of sequence.markers) for (const edge of [at, at + length]) points.add(edge)
  return [...points].sort((a, b) => a - b)
}

export interface Snap {
  /** How far to shift the dragged edges, in frames. */
  shift: number
  /** The cut that was met. */
  at: number
}

/** The smallest shift that brings one of the edges onto a snap point within `tolerance` frames; null when none is near. */
export function snap(edges: readonly number[], points: readonly number[], tolerance: number): Snap | null {
  let best: Snap | null = null
  for (const edge of edges) {
    const at = nearest(points, edge)
    if (at === null) continue
    const shift = at - edge
    if (Math.abs(shift) <= tolerance && (best === null || Math.abs(shift) < Math.abs(best.shift))) best = { shift, at }
  }
  return best
}

/** The sorted point nearest to a frame; null when there are none. */
function nearest(points: readonly number[], to: number): number | null {
  let low = 0
  let high = points.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((points[middle] ?? 0) < to) low = middle + 1
    else high = middle
  }
  const after = points[low]
  const before = points[low - 1]
  if (after === undefined) return before ?? null
  if (before === undefined) return after
  return to - before <= after - to ? before : after
}

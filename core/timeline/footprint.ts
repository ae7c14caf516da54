import { MARKERS } from './draft.ts'
import type { Ripple } from './draft.ts'
import type { Operation } from './operation.ts'
import { clipEnd } from './queries.ts'

/** Frames of a track, the first one and the first one after. None between them: the point where something comes in between. */
export interface Place {
  track: string
  from: number
  to: number
}

/** Operations, those that take them back one for one, and the ripples among them; null where nobody knows what was meant. */
export interface Change {
  forward: readonly Operation[]
  backward: readonly Operation[]
  ripples: readonly Ripple[] | null
}

/** What a change touches, in frames of the sequence before it: a clip that a ripple only carries along is not touched. */
export interface Footprint {
  /** Clips and markers that came, went or changed. */
  ids: ReadonlySet<string>
  /** Where they were, or came to. */
  places: readonly Place[]
  /** Where ripples begin, and the room that they need. */
  joints: readonly Place[]
  /** Where markers were, or came to. Any number of them can be at one frame. */
  marks: readonly Place[]
  /** Tracks of which more than clips changed. */
  tracks: ReadonlySet<string>
  head: boolean
}

/** What a change touches. */
export function footprint(change: Change): Footprint {
  const { forward, backward } = change
  const ripples = ripplesOf(change)
  const print: Print = { ids: new Set(), tracks: new Set(), places: [], marks: [], head: false }
  for (const [index, operation] of forward.entries()) {
    const done = ripples.filter((ripple) => ripple.after <= index)
    touch(print, operation, (place) => earlier(place, done))
  }
  for (const [index, operation] of backward.entries()) {
    const done = ripples.filter((ripple) => ripple.after < forward.length - index)
    touch(print, operation, (place) => earlier(place, done))
  }
  const joints = ripples.flatMap(({ by, points }, index) =>
    [...points].map(([track, at]) => earlier({ track, from: at + Math.min(0, by), to: at }, ripples.slice(0, index))),
  )
  return { ...print, joints }
}

/** The ripples of a change; where nobody kept them, what moved is one on each track. */
function ripplesOf({ forward, ripples }: Change): readonly Ripple[] {
  if (ripples) return ripples
  return forward.flatMap((operation, after) => {
    if (operation.do !== 'shift' && operation.do !== 'shiftMarkers') return []
    const track = operation.do === 'shift' ? operation.track : MARKERS
    return [{ by: operation.by, points: new Map([[track, operation.from]]), after }]
  })
}

interface Print {
  ids: Set<string>
  tracks: Set<string>
  places: Place[]
  marks: Place[]
  head: boolean
}

function touch(print: Print, operation: Operation, earlier: (place: Place) => Place): void {
  switch (operation.do) {
    case 'put': {
      const { track, clip } = operation
      print.ids.add(clip.id)
      print.places.push(earlier({ track, from: clip.start, to: clipEnd(clip) }))
      break
    }
    case 'remove':
      print.ids.add(operation.clip)
      break
    case 'shift':
    case 'shiftMarkers':
      break
    case 'track':
      print.tracks.add(operation.track.id)
      break
    case 'dropTrack':
      print.tracks.add(operation.track)
      break
    case 'marker': {
      const { id, at, length } = operation.marker
      print.ids.add(id)
      print.marks.push(earlier({ track: MARKERS, from: at, to: at + Math.max(1, length) }))
      break
    }
    case 'dropMarker':
      print.ids.add(operation.marker)
      break
    case 'head':
      print.head = true
  }
}

/** A place in frames from before ripples. What came into the room that they made was a point then. */
function earlier({ track, ...place }: Place, ripples: readonly Ripple[]): Place {
  let { from, to } = place
  for (const { by, points } of ripples.toReversed()) {
    const at = points.get(track)
    if (at === undefined) continue
    to = unmoved(to, at, by, true)
    // A point at the very place where a gap was closed may have been on either side of it.
    from = Math.min(unmoved(from, at, by, false), to)
  }
  return { track, from, to }
}

function unmoved(frame: number, at: number, by: number, isEnd: boolean): number {
  if (by > 0) return frame >= at + by ? frame - by : Math.min(frame, at)
  return frame > at + by || (frame === at + by && !isEnd) ? frame - by : frame
}

/**
 * Where a place that a change did not touch lies after it; null where that cannot be said: where a ripple begins in the midst of
 * it, or may have.
 */
export function later(place: Place, change: Change): Place | null {
  let now = place
  for (const { by, points } of ripplesOf(change)) {
    if (!change.ripples) {
      // All that is known is where it moved clips: the frames before them may have been meant or not.
      const begin = Math.min(...points.values()) + Math.min(0, by)
      if (now.to > begin) return null
      continue
    }
    const at = points.get(now.track)
    if (at === undefined || (now.to <= at && now.from < at)) continue
    if (now.from < at) return null
    now = { ...now, from: now.from + by, to: now.to + by }
  }
  return now
}

/** Whether two changes of one sequence touch the same. */
export function meets(a: Footprint, b: Footprint): boolean {
  const [ours, theirs] = [
    [...a.places, ...a.joints],
    [...b.places, ...b.joints],
  ]
  return (
    shareIds(a.ids, b.ids) ||
    (a.head && b.head) ||
    shareIds(a.tracks, b.tracks) ||
    ours.some(({ track }) => b.tracks.has(track)) ||
    theirs.some(({ track }) => a.tracks.has(track)) ||
    overlaps(ours, theirs) ||
    overlaps(a.marks, b.joints) ||
    overlaps(a.joints, b.marks)
  )
}

export function shareIds(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((id) => b.has(id))
}

function overlaps(a: readonly Place[], b: readonly Place[]): boolean {
  return a.some((one) => b.some((two) => one.track === two.track && overlap(one, two)))
}

function overlap(a: Place, b: Place): boolean {
  if (a.from === a.to && b.from === b.to) return a.from === b.from
  return a.from < b.to && b.from < a.to
}

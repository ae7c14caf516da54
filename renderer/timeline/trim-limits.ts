import { handle } from '../../core/timeline/clip-time.ts'
import { clipEnd } from '../../core/timeline/queries.ts'
import type { Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'

export type Edge = 'in' | 'out'
/** A trim alone, one that takes what is later along, or one that gives to a neighbour what it takes. */
export type TrimHow = 'trim' | 'ripple' | 'roll'
/** What stops a trim: the take has no more frames, another clip, the start of the sequence, or the clip's last frame, or the one it takes from. */
export type Limit = 'source' | 'neighbour' | 'start' | 'length' | 'alone'

export interface TrimRange {
  /** Smallest and largest shift of the edge, in frames, and what lies beyond each. */
  min: number
  max: number
  minLimit: Limit
  maxLimit: Limit
}

/** Words shown beside an edge that has met its limit. */
export const LIMIT_WORDS: Record<Limit, string> = {
  source: 'no more frames in the take',
  neighbour: 'the next clip is in the way',
  start: 'the sequence starts here',
  length: 'one frame left',
  alone: 'no clip touches it there',
}

/** How far one edge of a clip can move before its trim would be refused. */
export function trimRange(track: Track, clip: Clip, edge: Edge, how: TrimHow = 'trim'): TrimRange {
  if (how === 'roll') return rollRange(track, clip, edge)
  const stops = edge === 'in' ? [outwards(clip, 'in')] : [inwards(clip, 'out')]
  const ends = edge === 'in' ? [inwards(clip, 'in')] : [outwards(clip, 'out')]
  if (how === 'trim' && edge === 'in') {
    const before = track.items.before(clip.start)
    stops.push([before ? clipEnd(before) - clip.start : -clip.start, before ? 'neighbour' : 'start'])
  }
  const after = track.items.after(clip)
  if (how === 'trim' && edge === 'out' && after) ends.push([after.start - clipEnd(clip), 'neighbour'])
  return between(stops, ends)
}

type Stop = [number, Limit]

/** How far the cut between a clip and its neighbour can move; not at all where none touches it. */
function rollRange(track: Track, clip: Clip, edge: Edge): TrimRange {
  const beside = edge === 'in' ? track.items.before(clip.start) : track.items.after(clip)
  const touches = beside && (edge === 'in' ? clipEnd(beside) === clip.start : beside.start === clipEnd(clip))
  if (!touches) return { min: 0, max: 0, minLimit: 'alone', maxLimit: 'alone' }
  const [left, right] = edge === 'in' ? [beside, clip] : [clip, beside]
  return between([inwards(left, 'out'), outwards(right, 'in')], [outwards(left, 'out'), inwards(right, 'in')])
}

/** How far a clip can slide between the two that touch it; not at all where one is missing. */
export function shiftRange(track: Track, clip: Clip): TrimRange {
  const [before, after] = [track.items.before(clip.start), track.items.after(clip)]
  if (!before || !after || clipEnd(before) !== clip.start || after.start !== clipEnd(clip)) {
    return { min: 0, max: 0, minLimit: 'alone', maxLimit: 'alone' }
  }
  return between([inwards(before, 'out'), outwards(after, 'in')], [outwards(before, 'out'), inwards(after, 'in')])
}

/** An edge can come in until one frame is left. */
function inwards(clip: Clip, edge: Edge): Stop {
  return [edge === 'in' ? clip.length - 1 : 1 - clip.length, 'length']
}

/** An edge can go out as far as there is source. */
function outwards(clip: Clip, edge: Edge): Stop {
  return [edge === 'in' ? -handle(clip, 'in') : handle(clip, 'out'), 'source']
}

/** The nearest stop on either side. */
function between(low: Stop[], high: Stop[]): TrimRange {
  const [min, minLimit] = low.reduce((a, b) => (b[0] > a[0] ? b : a))
  const [max, maxLimit] = high.reduce((a, b) => (b[0] < a[0] ? b : a))
  return { min, max, minLimit, maxLimit }
}

/** A wished shift brought inside the range, and the limit it met, if any. */
export function limitTrim(range: TrimRange, wished: number): { delta: number; limit: Limit | null } {
  // `|| 0` turns a negative zero into a plain one.
  if (wished <= range.min) return { delta: range.min || 0, limit: wished < range.min ? range.minLimit : null }
  if (wished >= range.max) return { delta: range.max || 0, limit: wished > range.max ? range.maxLimit : null }
  return { delta: wished, limit: null }
}

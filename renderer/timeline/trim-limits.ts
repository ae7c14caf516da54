import { handle } from '../../core/timeline/clip-time.ts'
import { clipEnd } from '../../core/timeline/queries.ts'
import type { Clip, Track } from '../../core/timeline/sequence.ts'

export type Edge = 'in' | 'out'
/** What stops a trim: the take has no more frames, another clip, the start of the sequence, or the clip's last frame. */
export type Limit = 'source' | 'neighbour' | 'start' | 'length'

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
}

/** How far one edge of a clip can move before `trim` would be refused. */
export function trimRange(track: Track, clip: Clip, edge: Edge): TrimRange {
  if (edge === 'in') {
    const before = track.items.before(clip.start)
    const stops: [number, Limit][] = [
      [-handle(clip, 'in'), 'source'],
      [before ? clipEnd(before) - clip.start : -clip.start, before ? 'neighbour' : 'start'],
    ]
    const [min, minLimit] = stops.reduce((a, b) => (b[0] > a[0] ? b : a))
    return { min, minLimit, max: clip.length - 1, maxLimit: 'length' }
  }
  const after = track.items.after(clip)
  const room = handle(clip, 'out')
  const free = after ? after.start - clipEnd(clip) : Infinity
  return {
    min: 1 - clip.length,
    minLimit: 'length',
    max: Math.min(room, free),
    maxLimit: room <= free ? 'source' : 'neighbour',
  }
}

/** A wished shift brought inside the range, and the limit it met, if any. */
export function limitTrim(range: TrimRange, wished: number): { delta: number; limit: Limit | null } {
  // `|| 0` turns a negative zero into a plain one.
  if (wished <= range.min) return { delta: range.min || 0, limit: wished < range.min ? range.minLimit : null }
  if (wished >= range.max) return { delta: range.max || 0, limit: wished > range.max ? range.maxLimit : null }
  return { delta: wished, limit: null }
}

import type { Clip, Retime, Speed } from './clip.ts'
import { scale } from './time.ts'
import type { Rate } from './time.ts'

/** The frame of a clip that lies at a frame of the sequence, held inside the clip: 0 is its first one. */
export function frameUnder({ start, length }: Pick<Clip, 'start' | 'length'>, at: number): number {
  return Math.min(length - 1, Math.max(0, at - start))
}

/**
 * A clip's own time at its first frame, in frames. It runs one frame a frame, whatever the speed of the source, and stays
 * with the picture when the start is trimmed: keyframes and speeds are tied to it.
 */
export function clipTime(clip: Pick<Clip, 'offset' | 'retime'>): number {
  return clip.retime ? clip.retime.lead : clip.offset
}

/** Where the clip's own time was 0, on the sequence: two clips are in sync while the distance of theirs stays. */
export function clipOrigin(clip: Clip): number {
  return clip.start - clipTime(clip)
}

/** The speed of every clip that says nothing else. */
export const NORMAL: Speed = { num: 1, den: 1 }

/** The speed of a clip where it is the same all along; null where it changes. */
export function steadySpeed(clip: Pick<Clip, 'retime'>): Speed | null {
  const { points } = clip.retime ?? { points: [{ at: 0, speed: NORMAL }] }
  return points.length === 1 ? (points[0]?.speed ?? NORMAL) : null
}

/**
 * The place in the source, in sequence frames and rarely whole, that shows at frame `index` of the clip. With a steady speed
 * it is `offset + time * speed`; along a ramp it is the integral of the speed, a sum of trapezia.
 */
export function sourcePosition(clip: Pick<Clip, 'offset' | 'retime'>, index: number): number {
  const [top, bottom] = steadyPlace(clip, index) ?? [rampPlace(clip, index), 1]
  return top / bottom
}

/** The same as a fraction, exact where the speed is steady. */
function place(clip: Clip, index: number): readonly [top: number, bottom: number] {
  // Rounded where a sum of quotients can only be off by what a double cannot hold.
  return steadyPlace(clip, index) ?? [Math.round(rampPlace(clip, index) * 1e6), 1e6]
}

function steadyPlace({ offset, retime }: Pick<Clip, 'offset' | 'retime'>, index: number): [number, number] | null {
  if (!retime) return [offset + index, 1]
  const steady = steadySpeed({ retime })
  if (!steady) return null
  const { num, den } = retime.part ?? { num: 0, den: 1 }
  return [(offset * den + num) * steady.den + (retime.lead + index) * steady.num * den, steady.den * den]
}

function rampPlace({ offset, retime }: Pick<Clip, 'offset' | 'retime'>, index: number): number {
  if (!retime) return offset + index
  return offset + (retime.part ? ratio(retime.part) : 0) + travelled(retime, retime.lead + index)
}

/** The place in the source at frame `index` of a clip, for a clip that stands still there. */
export function standingPlace(clip: Clip, index: number): { offset: number; part?: Speed } {
  const [top, bottom] = place(clip, index)
  const offset = Math.floor(top / bottom)
  const left = top - offset * bottom
  const most = 100_000
  if (left === 0) return { offset }
  return {
    offset,
    part: bottom <= most ? { num: left, den: bottom } : { num: scale(left, most, bottom, 'floor'), den: most },
  }
}

/** The index of the source's own frame that shows at frame `index` of the clip. */
export function sourceFrameOf(clip: Clip, index: number, sequence: Rate, source: Rate): number {
  const [top, bottom] = place(clip, index)
  return scale(top, sequence.den * source.num, sequence.num * source.den * bottom, 'floor')
}

/** Frames of source from time 0 to `at` (negative where `at` is). */
function travelled({ points }: Retime, at: number): number {
  return distance(points, at) - distance(points, 0)
}

/** Frames of source from the first point to `at`. */
function distance(points: Retime['points'], at: number): number {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last) return 0
  if (at <= first.at) return (at - first.at) * ratio(first.speed)
  let sum = 0
  for (const [index, from] of points.entries()) {
    const to = points[index + 1]
    if (!to || at <= from.at) break
    const end = Math.min(at, to.at)
    const slope = (ratio(to.speed) - ratio(from.speed)) / (to.at - from.at)
    const run = end - from.at
    sum += run * ratio(from.speed) + (slope * run * run) / 2
  }
  return at > last.at ? sum + (at - last.at) * ratio(last.speed) : sum
}

function ratio({ num, den }: Speed): number {
  return num / den
}

/** Whether every frame of a clip lies in its source. */
export function insideSource(clip: Clip): boolean {
  const { available, retime } = clip
  if (available === null) return true
  if (!retime) return clip.offset >= 0 && clip.offset + clip.length <= available
  const last = retime.lead + clip.length - 1
  // The source turns around only where the speed crosses zero, which is at a point or between two of them.
  const turns = retime.points.flatMap((from, index) => {
    const to = retime.points[index + 1]
    if (!to || Math.sign(from.speed.num) * Math.sign(to.speed.num) >= 0) return [from.at]
    const part = ratio(from.speed) / (ratio(from.speed) - ratio(to.speed))
    const zero = from.at + part * (to.at - from.at)
    return [from.at, Math.floor(zero), Math.ceil(zero)]
  })
  const times = [retime.lead, last, ...turns.filter((at) => at > retime.lead && at < last)]
  return times.every((at) => {
    const there = Math.round(sourcePosition(clip, at - retime.lead) * 1e6) / 1e6
    return there >= 0 && there < available
  })
}

/** The clip with its start moved right by so many frames (left where negative); nothing is checked. */
export function movedStart(clip: Clip, by: number): Clip {
  return {
    ...inTime(clip, by),
    start: (clip.start + by) as Clip['start'],
    length: (clip.length - by) as Clip['length'],
  }
}

/** The clip with another part of its source at its first frame: `by` frames of its own time later. */
export function inTime(clip: Clip, by: number): Clip {
  if (clip.retime) return { ...clip, retime: { ...clip.retime, lead: (clip.retime.lead + by) as Retime['lead'] } }
  return { ...clip, offset: (clip.offset + by) as Clip['offset'] }
}

/** Most frames that any clip is asked to reach beyond its edges; a source without an end has them all. */
const FAR = 2 ** 32

/** How many more frames the source has before a clip's start, or after its end; `Infinity` where it never ends. */
export function handle(clip: Clip, side: 'in' | 'out'): number {
  if (clip.available === null) return Infinity
  if (!clip.retime) return side === 'in' ? clip.offset : clip.available - clip.offset - clip.length
  const reaches = (by: number): boolean =>
    insideSource(side === 'in' ? movedStart(clip, -by) : { ...clip, length: (clip.length + by) as Clip['length'] })
  if (reaches(FAR)) return Infinity
  let [low, high] = [0, FAR]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (reaches(middle)) low = middle
    else high = middle
  }
  return low
}

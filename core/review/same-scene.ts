import { thumbDifference } from './change.ts'
import { THUMB } from './picture.ts'
import type { Trace } from './picture.ts'
import { mean } from './series.ts'

const PATCH = 8
const STEP = 4
/** Levels of drawing (standard deviation) that a patch needs, and how alike it must be, to have stayed. */
const DRAWN = 2
const ALIKE = 0.7
const FEWEST = 4

/**
 * Which share of the drawing stayed in its place from one group of frames to another: patches are compared without their
 * plane (mean and slope), because a sky that scrolls by looks like one that grows darker. 0 where there is no drawing.
 */
export function sameScene(first: readonly Trace[], last: readonly Trace[]): number {
  const [a, b] = [averaged(first), averaged(last)]
  const drawn = DRAWN + noiseOf(first) + noiseOf(last)
  const least = drawn ** 2 * PATCH * PATCH
  const alike: number[] = []
  for (let top = 0; top + PATCH <= THUMB; top += STEP) {
    for (let left = 0; left + PATCH <= THUMB; left += STEP) {
      const [one, other] = [withoutPlane(a, left, top), withoutPlane(b, left, top)]
      const [strong, strongToo] = [product(one, one), product(other, other)]
      if (Math.max(strong, strongToo) < least) continue
      alike.push(product(one, other) / Math.sqrt(Math.max(strong, 1) * Math.max(strongToo, 1)))
    }
  }
  return alike.length < FEWEST ? 0 : alike.filter((likeness) => likeness >= ALIKE).length / alike.length
}

/** What grain leaves in the average of some frames: a standard deviation, from the mean difference of neighbours. */
function noiseOf(traces: readonly Trace[]): number {
  const steps = traces.slice(1).map((trace, at) => thumbDifference(trace.thumb, (traces[at] as Trace).thumb))
  return (0.886 * mean(steps)) / Math.sqrt(traces.length)
}

function averaged(traces: readonly Trace[]): number[] {
  return Array.from({ length: THUMB * THUMB }, (_, at) => mean(traces.map((trace) => trace.thumb[at] as number)))
}

/** A patch without its mean and its slopes: on a square the three are independent of each other. */
function withoutPlane(plane: readonly number[], left: number, top: number): number[] {
  const middle = (PATCH - 1) / 2
  const spread = ((PATCH * PATCH - 1) / 12) * PATCH * PATCH
  const points = Array.from({ length: PATCH * PATCH }, (_, at) => {
    const [x, y] = [at % PATCH, Math.floor(at / PATCH)]
    return { x: x - middle, y: y - middle, value: plane[(top + y) * THUMB + left + x] as number }
  })
  const level = mean(points.map(({ value }) => value))
  const across = points.reduce((sum, { x, value }) => sum + x * value, 0) / spread
  const down = points.reduce((sum, { y, value }) => sum + y * value, 0) / spread
  return points.map(({ x, y, value }) => value - level - across * x - down * y)
}

function product(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}

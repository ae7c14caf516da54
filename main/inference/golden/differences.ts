import { goldenValues, type GoldenRun } from './form.ts'

/**
 * Largest difference as a share of the largest value that was expected, or of `smallest` where that is larger.
 * Infinite where the sizes differ or a value is not a number. Places for which `counts` is false are passed over.
 */
export function relativeDifference(
  actual: Float32Array,
  expected: GoldenRun['latents'][number],
  smallest: number,
  counts: (place: number) => boolean = () => true,
): number {
  const values = goldenValues(expected)
  if (actual.length !== expected.shape.reduce((product, size) => product * size, 1)) return Infinity
  let largest = smallest
  for (const [place, value] of values.entries()) {
    if (counts(place * expected.every)) largest = Math.max(largest, Math.abs(value))
  }
  const difference = largestDifference(actual, values, expected.every, counts)
  return difference === 0 ? 0 : difference / largest
}

/** Largest difference between `expected` and every `every`-th value; infinite where one is not a number. */
function largestDifference(
  actual: ArrayLike<number>,
  expected: Float32Array | Uint8Array,
  every: number,
  counts: (place: number) => boolean = () => true,
): number {
  let worst = 0
  for (const [place, value] of expected.entries()) {
    if (!counts(place * every)) continue
    const difference = Math.abs((actual[place * every] ?? Number.NaN) - value)
    if (Number.isNaN(difference)) return Infinity
    worst = Math.max(worst, difference)
  }
  return worst
}

/** How far pixels are off, in the unit they come in. */
export interface PixelDifference {
  /** Root mean square. */
  rms: number
  worst: number
}

/** Between `expected` and every `every`-th value; infinite where sizes differ or a value is not a number. */
export function pixelDifference(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  every: number,
): PixelDifference {
  let squares = 0
  let worst = 0
  if (Math.ceil(actual.length / every) !== expected.length) return { rms: Infinity, worst: Infinity }
  for (let place = 0; place < expected.length; place++) {
    const off = Math.abs((actual[place * every] ?? Number.NaN) - (expected[place] ?? Number.NaN))
    squares += off * off
    if (!(off <= worst)) worst = Number.isNaN(off) ? Infinity : off
  }
  return { rms: Number.isNaN(squares) ? Infinity : Math.sqrt(squares / Math.max(1, expected.length)), worst }
}

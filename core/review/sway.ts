import { THUMB } from './picture.ts'
import { median } from './series.ts'

const ROUNDS = 3
/** Levels below which a difference is noise, however calm the rest is. */
const NOISE = 0.5
const UNKNOWNS = 4
/** Values of a point: its four factors, and how much it changed. */
const STRIDE = UNKNOWNS + 1

/**
 * How much lighter the picture as a whole became, in levels, when its movement is taken away: least squares of
 * `after - before = offset + gain * before + dx * slope + dy * slope` (Lucas and Kanade, 1981, with a change of light),
 * reweighted so that things which move or blink on their own count little (Huber, 1964). Planes are THUMB × THUMB.
 */
export function swayBetween(before: Float32Array, after: Float32Array): number {
  const points = pointsOf(before, after)
  const count = points.length / STRIDE
  const weights = new Float64Array(count).fill(1)
  let fit = solve(points, weights)
  for (let round = 1; round < ROUNDS && fit; round += 1) {
    const rests = weights.map((_, at) => Math.abs(rest(points, at, fit as number[])))
    const usual = NOISE + 1.4826 * median(rests)
    for (let at = 0; at < count; at += 1) weights[at] = usual / Math.max(usual, rests[at] as number)
    fit = solve(points, weights)
  }
  return fit?.[0] ?? 0
}

function pointsOf(before: Float32Array, after: Float32Array): Float64Array {
  const at = (index: number): number => before[index] as number
  const both = (index: number): number => ((before[index] as number) + (after[index] as number)) / 2
  const middle = before.reduce((sum, value) => sum + value, 0) / before.length
  const points = new Float64Array((THUMB - 2) ** 2 * STRIDE)
  let next = 0
  for (let y = 1; y < THUMB - 1; y += 1) {
    for (let x = 1; x < THUMB - 1; x += 1) {
      const index = y * THUMB + x
      points[next++] = 1
      points[next++] = (at(index) - middle) / 64
      points[next++] = (both(index + 1) - both(index - 1)) / 32
      points[next++] = (both(index + THUMB) - both(index - THUMB)) / 32
      points[next++] = (after[index] as number) - at(index)
    }
  }
  return points
}

/** What the fit leaves of a point's change. */
function rest(points: Float64Array, at: number, fit: readonly number[]): number {
  const start = at * STRIDE
  let left = points[start + UNKNOWNS] as number
  for (let factor = 0; factor < UNKNOWNS; factor += 1)
    left -= (points[start + factor] as number) * (fit[factor] as number)
  return left
}

/** Weighted normal equations, a little damped so that a picture without slopes has an answer too. */
function solve(points: Float64Array, weights: Float64Array): number[] | null {
  const sums = new Float64Array(UNKNOWNS * STRIDE)
  for (let row = 0; row < UNKNOWNS; row += 1) sums[row * STRIDE + row] = 0.001 * weights.length
  for (let at = 0; at < weights.length; at += 1) {
    const start = at * STRIDE
    for (let row = 0; row < UNKNOWNS; row += 1) {
      const scaled = (weights[at] as number) * (points[start + row] as number)
      for (let column = 0; column < STRIDE; column += 1) {
        const cell = row * STRIDE + column
        sums[cell] = (sums[cell] as number) + scaled * (points[start + column] as number)
      }
    }
  }
  return eliminate(Array.from({ length: UNKNOWNS }, (_, row) => [...sums.subarray(row * STRIDE, (row + 1) * STRIDE)]))
}

/** Gauss-Jordan elimination of rows whose last column is the right side; the matrix is positive, so no row is zero. */
function eliminate(rows: number[][]): number[] | null {
  const size = rows.length
  for (let pivot = 0; pivot < size; pivot += 1) {
    const lead = rows[pivot] as number[]
    if (Math.abs(lead[pivot] as number) < 1e-9) return null
    for (const row of rows) {
      if (row === lead) continue
      const factor = (row[pivot] as number) / (lead[pivot] as number)
      for (let column = pivot; column <= size; column += 1) {
        row[column] = (row[column] as number) - factor * (lead[column] as number)
      }
    }
  }
  return rows.map((row, at) => (row[size] as number) / (row[at] as number))
}

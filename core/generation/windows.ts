import type { Recipe } from './recipe.ts'

/**
 * First frames of the overlapping windows that cover a clip: one every `stride` frames, and the last one aligned to the
 * end. Without a window, or where the clip is no longer than one, there is a single window at 0. Windows that alternate
 * lie half a stride later at odd steps, and one more begins at 0.
 */
export function windowStarts(frames: number, window: Recipe['window'], step = 0): number[] {
  if (window === null || window.hops === true || frames <= window.length) return [0]
  const last = frames - window.length
  const shift = window.alternate === true && step % 2 === 1 ? Math.floor(window.stride / 2) : 0
  const starts: number[] = shift === 0 ? [] : [0]
  for (let start = shift; start < last; start += window.stride) starts.push(start)
  return [...starts, last]
}

/**
 * How much each window counts in each of its frames: `result[k][i]` is the share of window k in frame `starts[k] + i`.
 * The raw weight is the triangle w(i) = min(i + 1, length - i), divided by the sum over all windows that cover the
 * frame, so the shares of a frame sum to one. Averaging predictions of overlapping windows this way is MultiDiffusion
 * (Bar-Tal et al., 2023, equation 5) along time instead of space; the triangle hides the seams.
 */
export function windowShares(frames: number, starts: readonly number[], length: number): Float64Array[] {
  const sums = new Float64Array(frames)
  const triangle = Float64Array.from({ length }, (_, i) => Math.min(i + 1, length - i))
  for (const start of starts) triangle.forEach((weight, i) => (sums[start + i] = (sums[start + i] ?? 0) + weight))
  return starts.map((start) => triangle.map((weight, i) => weight / (sums[start + i] ?? weight)))
}

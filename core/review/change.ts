import { followMotion } from './motion.ts'
import { GRID, THUMB } from './picture.ts'
import type { Picture, Plane } from './picture.ts'
import { largest, mean } from './series.ts'
import { swayBetween } from './sway.ts'

/** How a frame differs from the one before it. Levels are of 255. */
export interface Change {
  /** Mean difference over pixels and channels. */
  mean: number
  /** The difference that one pixel in a thousand exceeds: small moving things show here, and grain of codecs does not. */
  peak: number
  /** Mean luma difference at half the size, where grain is averaged out. */
  calm: number
  /** Mean difference of each of the GRID × GRID parts. */
  parts: Float32Array
  /** Mean difference of the thumbnails. */
  thumb: number
  /** 0 where as much got brighter as darker, 1 where all of it went one way: a light, not a motion. */
  oneWay: number
  /** Correlation of edges over the whole picture, and over the parts that changed most: 1 where the drawing stayed. */
  drawing: number
  drawingThere: number
  /** How far the fastest 5 % moved, in percent of the longer edge. */
  motion: number
  /** Difference at half the size after motion is followed. */
  residual: number
  /** How much the whole picture's red, green and blue rose, its movement taken away. */
  sway: readonly [number, number, number]
}

/** Compares two neighbours of the same size. */
export function compare(before: Picture, after: Picture): Change {
  const { width, height } = after
  const levels = new Uint32Array(256)
  const parts = new Float32Array(GRID * GRID)
  const counts = new Float32Array(GRID * GRID)
  let sum = 0
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor((y * GRID) / height) * GRID
    for (let x = 0; x < width; x += 1, at += 3) {
      const r = Math.abs((after.rgb[at] as number) - (before.rgb[at] as number))
      const g = Math.abs((after.rgb[at + 1] as number) - (before.rgb[at + 1] as number))
      const b = Math.abs((after.rgb[at + 2] as number) - (before.rgb[at + 2] as number))
      const level = r + g + b
      const highest = Math.max(r, g, b)
      const part = row + Math.floor((x * GRID) / width)
      levels[highest] = (levels[highest] as number) + 1
      parts[part] = (parts[part] as number) + level
      counts[part] = (counts[part] as number) + 3
      sum += level
    }
  }
  for (let part = 0; part < parts.length; part += 1) {
    parts[part] = (parts[part] as number) / Math.max(1, counts[part] as number)
  }
  const motion = followMotion(before.half, after.half)
  const fastest = motion.lengths.toSorted((a, b) => b - a).slice(0, Math.ceil(motion.lengths.length / 20))
  const most = largest(parts)
  const swayOf = (channel: 0 | 1 | 2): number => swayBetween(before.colours[channel], after.colours[channel])
  return {
    mean: sum / (3 * width * height),
    peak: percentile(levels, width * height, 0.001),
    ...halfDifference(before.half, after.half),
    parts,
    thumb: thumbDifference(before.trace.thumb, after.trace.thumb),
    drawing: correlation(before.edges, after.edges, () => true),
    drawingThere: correlation(before.edges, after.edges, (part) => (parts[part] as number) >= most / 4),
    motion: (mean(fastest) * 2 * 100) / Math.max(width, height),
    residual: motion.residual,
    sway: [swayOf(0), swayOf(1), swayOf(2)],
  }
}

/** Mean absolute difference of two thumbnails, in levels; gives up above `limit` and answers with infinity. */
export function thumbDifference(a: Float32Array, b: Float32Array, limit = Infinity): number {
  const most = limit * THUMB * THUMB
  let sum = 0
  for (let at = 0; at < a.length; at += 1) {
    sum += Math.abs((a[at] as number) - (b[at] as number))
    if ((at & 63) === 63 && sum > most) return Infinity
  }
  return sum / (THUMB * THUMB)
}

/** The level that a share of the pixels exceeds. */
function percentile(levels: Uint32Array, pixels: number, share: number): number {
  let above = 0
  for (let level = 255; level > 0; level -= 1) {
    above += levels[level] as number
    if (above > share * pixels) return level
  }
  return 0
}

/** `oneWay` looks at what stands out only: grain goes both ways everywhere. */
function halfDifference(before: Plane, after: Plane): { calm: number; oneWay: number } {
  const differences = after.data.map((value, at) => value - (before.data[at] as number))
  let sum = 0
  let most = 0
  for (const difference of differences) {
    sum += Math.abs(difference)
    most = Math.max(most, Math.abs(difference))
  }
  let strong = 0
  let signed = 0
  for (const difference of differences) {
    if (Math.abs(difference) < Math.max(2, most / 4)) continue
    strong += Math.abs(difference)
    signed += difference
  }
  return { calm: sum / after.data.length, oneWay: strong === 0 ? 0 : Math.abs(signed) / strong }
}

/** Pearson's correlation of two planes over some parts of the grid; 1 where neither has anything to see. */
function correlation(a: Plane, b: Plane, wanted: (part: number) => boolean): number {
  const { width, height } = a
  let [n, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0]
  const chosen = Array.from({ length: GRID * GRID }, (_, part) => wanted(part))
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor((y * GRID) / height) * GRID
    for (let x = 0; x < width; x += 1, at += 1) {
      if (chosen[row + Math.floor((x * GRID) / width)] !== true) continue
      const [u, v] = [a.data[at] as number, b.data[at] as number]
      n += 1
      sumA += u
      sumB += v
      squaresA += u * u
      squaresB += v * v
      products += u * v
    }
  }
  const spreadA = squaresA - (sumA * sumA) / n
  const spreadB = squaresB - (sumB * sumB) / n
  // Two levels of edge a pixel: below that there is only noise to compare.
  const faint = 4 * n
  if (spreadA < faint && spreadB < faint) return 1
  if (spreadA < faint || spreadB < faint) return 0
  return Math.max(0, (products - (sumA * sumB) / n) / Math.sqrt(spreadA * spreadB))
}

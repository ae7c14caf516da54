import type { Size } from '../../../core/generation/recipe.ts'

/** Fixed-point digits of a weight, as Pillow has them for 8 bits a channel. */
const DIGITS = 22
/** Reach of the cubic filter. */
const SUPPORT = 2

/** Weights of the pixels from `from` on, in fixed point, that make one pixel of the result. */
interface Taps {
  from: number
  weights: Int32Array
}

/**
 * One rgb24 picture in another size, in every bit as Pillow's `Image.resize` with `BICUBIC` makes it (src/libImaging/Resample.c):
 * Keys' cubic with a = -1/2, widened where the picture shrinks; rows first, then columns, rounded to 8 bits after each.
 */
export function resizeRgb24(rgb: Uint8Array, from: Size, to: Size): Uint8Array {
  const { width, height } = from
  const rows = to.width === width ? rgb : along(rgb, height, width, tapsOf(width, to.width), 1)
  return to.height === height ? rows : along(rows, to.width, height, tapsOf(height, to.height), to.width)
}

/**
 * Resizes one axis. `lines` lines of `count` pixels; the pixels of a line are `step` apart: 1 in rows, the width in columns,
 * where a line begins at each pixel of the first row.
 */
function along(rgb: Uint8Array, lines: number, count: number, taps: readonly Taps[], step: number): Uint8Array {
  const out = new Uint8Array(lines * taps.length * 3)
  const isRow = step === 1
  for (let line = 0; line < lines; line++) {
    const source = isRow ? line * count : line
    const target = isRow ? line * taps.length : line
    for (const [place, { from, weights }] of taps.entries()) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 1 << (DIGITS - 1)
        for (const [k, weight] of weights.entries()) {
          sum += (rgb[3 * (source + (from + k) * step) + channel] as number) * weight
        }
        out[3 * (target + place * step) + channel] = Math.min(255, Math.max(0, sum >> DIGITS))
      }
    }
  }
  return out
}

function tapsOf(count: number, wanted: number): Taps[] {
  const scale = count / wanted
  const spread = Math.max(1, scale)
  const reach = SUPPORT * spread
  return Array.from({ length: wanted }, (_, place) => {
    const centre = (place + 0.5) * scale
    const from = Math.max(0, Math.trunc(centre - reach + 0.5))
    const end = Math.min(count, Math.trunc(centre + reach + 0.5))
    const shares = Array.from({ length: end - from }, (_unused, k) => cubic((k + from - centre + 0.5) / spread))
    const total = shares.reduce((sum, share) => sum + share, 0)
    const fixed = shares.map((share) => {
      const scaled = (share / total) * (1 << DIGITS)
      return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
    })
    return { from, weights: Int32Array.from(fixed) }
  })
}

function cubic(x: number): number {
  const t = Math.abs(x)
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1
  return t < 2 ? ((t - 5) * t + 8) * t * -0.5 + 2 : 0
}

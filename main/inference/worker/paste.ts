import { footageRanges, holds } from '../../../core/generation/latent-time.ts'
import type { Given, Size } from '../../../core/generation/recipe.ts'

/** Frames over which a made run dissolves from and into footage that lies under it. */
const DISSOLVE = 2
/** Pixels over which the border of a region dissolves, inside of it. */
const EDGE = 4

/**
 * A made frame laid over the footage: nothing outside of what is made anew changes by a bit. Inside, a run dissolves from
 * and into the footage where there is some, and a region does along its border.
 */
export function pasted(
  made: Uint8Array,
  footage: Uint8Array,
  given: Given,
  frame: number,
  region: ((frame: number) => Float32Array) | null,
): Uint8Array {
  const share = timeShare(given, frame)
  if (share === 0) return footage
  if (region === null && share === 1) return made
  const weights = region?.(frame) ?? null
  return made.map((value, i) => {
    const weight = share * (weights === null ? 1 : (weights[Math.floor(i / 3)] as number))
    return Math.round((footage[i] as number) + weight * (value - (footage[i] as number)))
  })
}

/** How much of a frame is new, by its place in the run that is made anew: 0 where nothing is. */
export function timeShare(given: Given, frame: number): number {
  const run = given.make.find(({ from, to }) => from <= frame && frame < to)
  if (run === undefined) return 0
  const footage = footageRanges(given)
  const covered = (at: number): boolean => holds(footage, at) && !holds(given.make, at)
  const [before, after] = [frame - run.from, run.to - 1 - frame]
  const distances = [covered(run.from - 1) ? before : Infinity, covered(run.to) ? after : Infinity]
  return Math.min(1, (Math.min(...distances) + 1) / (DISSOLVE + 1))
}

/** The share of each pixel that is new: 0 outside of the region, rising to 1 from its border inwards. Still masks are softened once. */
export function softened(region: (frame: number) => Uint8Array, size: Size): (frame: number) => Float32Array {
  let known: { mask: Uint8Array; soft: Float32Array } | null = null
  return (frame) => {
    const mask = region(frame)
    if (known?.mask !== mask) known = { mask, soft: soften(mask, size) }
    return known.soft
  }
}

/** Mean of the mask over a square about each pixel, stretched so that a straight border begins at 0, and 0 outside. */
function soften(mask: Uint8Array, { width, height }: Size): Float32Array {
  const rows = boxed(
    Float32Array.from(mask, (value) => value / 255),
    width,
    height,
    1,
    width,
  )
  const both = boxed(rows, height, width, width, 1)
  return both.map((mean, i) => (mask[i] === 0 ? 0 : Math.min(1, Math.max(1 / (2 * EDGE), 2 * mean - 1))))
}

/** Running means over 2 EDGE + 1 values along lines of `length` values `step` apart; `lines` of them, `jump` apart. */
function boxed(values: Float32Array, length: number, lines: number, step: number, jump: number): Float32Array {
  const out = new Float32Array(values.length)
  for (let line = 0; line < lines; line++) {
    const at = (i: number): number => values[line * jump + Math.min(length - 1, Math.max(0, i)) * step] as number
    let sum = 0
    for (let i = -EDGE; i <= EDGE; i++) sum += at(i)
    for (let i = 0; i < length; i++) {
      out[line * jump + i * step] = sum / (2 * EDGE + 1)
      sum += at(i + EDGE + 1) - at(i - EDGE)
    }
  }
  return out
}

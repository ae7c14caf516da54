import type { FrameRange, Given } from './recipe.ts'

/**
 * Latent frames that show the given frames, where one stands for the first frame and each later one for `step` frames
 * after it. With a step of 1 they are the frames.
 */
export function latentRange({ from, to }: FrameRange, step: number): FrameRange {
  return { from: Math.ceil(from / step), to: Math.ceil((to - 1) / step) + 1 }
}

/** All frames that some latent frames show: 0, then `step` each. */
export function framesOfLatents({ from, to }: FrameRange, step: number): FrameRange {
  return { from: from === 0 ? 0 : (from - 1) * step + 1, to: (to - 1) * step + 1 }
}

/**
 * The frames that are really made where `range` is asked for, in a clip of which the model sees `seen`: whole latent
 * frames, so it grows outwards where time is compressed, and never beyond what is seen.
 */
export function widened(range: FrameRange, seen: FrameRange, step: number): FrameRange {
  const inside = { from: range.from - seen.from, to: range.to - seen.from }
  const whole = framesOfLatents(latentRange(inside, step), step)
  return { from: whole.from + seen.from, to: Math.min(seen.to, whole.to + seen.from) }
}

/** Frames of a take for which there is footage. */
export function footageRanges({ footage }: Pick<Given, 'footage'>): FrameRange[] {
  return footage.map(({ at, count }) => ({ from: at, to: at + count }))
}

/** Whether some range holds the frame. */
export function holds(ranges: readonly FrameRange[], frame: number): boolean {
  return ranges.some(({ from, to }) => from <= frame && frame < to)
}

import { z } from 'zod'
import { refusal } from './refuse.ts'

/** Thirty thousand years of film: far enough below what a double holds that sums of a few are whole numbers too. */
const MOST_FRAMES = 2 ** 46

/** A whole number of frames at a sequence's rate. */
export const Frame = z.number().int().min(-MOST_FRAMES).max(MOST_FRAMES).brand<'Frame'>()
export type Frame = z.infer<typeof Frame>

/** A whole number of audio samples at a sequence's sample rate. */
export const Sample = z.number().int().brand<'Sample'>()
export type Sample = z.infer<typeof Sample>

/** An exact rate in frames a second, such as 24000/1001. */
export const Rate = z.object({
  num: z.number().int().positive().max(1_000_000),
  den: z.number().int().positive().max(1_000_000),
})
export type Rate = z.infer<typeof Rate>

/** Brands a whole number as a frame count or position. Throws `EDIT_REFUSED` beyond every film, and where it is none. */
export function frame(value: number): Frame {
  if (Math.abs(value) > MOST_FRAMES) {
    throw refusal('OUT_OF_RANGE', 'No film is that long. Ask for fewer frames; nothing was changed.')
  }
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number of frames`)
  return value as Frame
}

/**
 * `value * mul / div` without the rounding of floating point, brought to a whole number. Film rates stay within the
 * integers that a double holds; what does not is computed with big ones.
 */
export function scale(value: number, mul: number, div: number, round: 'floor' | 'nearest'): number {
  // To the nearest is the floor of half a step more.
  const [top, bottom] = round === 'floor' ? [value * mul, div] : [2 * value * mul + div, 2 * div]
  if (Number.isSafeInteger(top)) {
    const whole = Math.floor(top / bottom)
    // A division of two doubles can round up to the next whole number.
    return whole * bottom > top ? whole - 1 : whole
  }
  const by = BigInt(bottom)
  const exact = round === 'floor' ? BigInt(value) * BigInt(mul) : 2n * BigInt(value) * BigInt(mul) + BigInt(div)
  return Number(exact / by - (exact % by < 0n ? 1n : 0n))
}

/** How many frames of `to` last as long as `frames` of `from`, rounded to the nearest frame. */
export function convertFrames(frames: number, from: Rate, to: Rate): Frame {
  return frame(scale(frames, from.den * to.num, from.num * to.den, 'nearest'))
}

/** Index of the source frame on screen during sequence frame `at` (floor: a frame is held until the next one starts). */
export function sourceFrameAt(at: number, sequence: Rate, source: Rate): number {
  return scale(at, sequence.den * source.num, sequence.num * source.den, 'floor')
}

/**
 * The sample at which a frame starts, to the nearest sample. Both sides of a cut ask here, so that no sample is lost or
 * heard twice, and an error never adds up.
 */
export function sampleAt(at: number, rate: Rate, sampleRate: number): Sample {
  return scale(at, rate.den * sampleRate, rate.num, 'nearest') as Sample
}

/** Seconds, for display and for ffmpeg only: no document holds them. */
export function toSeconds(frames: number, rate: Rate): number {
  return (frames * rate.den) / rate.num
}

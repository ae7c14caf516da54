import { z } from 'zod'

/** A whole number of frames at a sequence's rate. */
export const Frame = z.number().int().brand<'Frame'>()
export type Frame = z.infer<typeof Frame>

/** An exact rate in frames a second, such as 24000/1001. */
export const Rate = z.object({
  num: z.number().int().positive().max(1_000_000),
  den: z.number().int().positive().max(1_000_000),
})
export type Rate = z.infer<typeof Rate>

/** Brands a whole number as a frame count or position. */
export function frame(value: number): Frame {
  return Frame.parse(value)
}

/** How many frames of `to` last as long as `frames` of `from`, rounded to the nearest frame. */
export function convertFrames(frames: number, from: Rate, to: Rate): Frame {
  return frame(Math.round((frames * from.den * to.num) / (from.num * to.den)))
}

/** Index of the source frame on screen during sequence frame `at` (floor: a frame is held until the next one starts). */
export function sourceFrameAt(at: number, sequence: Rate, source: Rate): number {
  return Math.floor((at * sequence.den * source.num) / (sequence.num * source.den))
}

/** Seconds, for display and for ffmpeg only: no document holds them. */
export function toSeconds(frames: number, rate: Rate): number {
  return (frames * rate.den) / rate.num
}

/** Non-drop timecode `HH:MM:SS:FF` at the nominal rate (23.976 counts as 24). */
export function timecode(frames: number, rate: Rate): string {
  const nominal = Math.round(rate.num / rate.den)
  const pad = (n: number): string => String(n).padStart(2, '0')
  const seconds = Math.floor(frames / nominal)
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, frames % nominal].map(pad).join(':')
}

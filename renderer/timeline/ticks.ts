import type { Rate } from '../../core/timeline/time.ts'

export interface Ticks {
  /** Frames between two labelled ticks. */
  major: number
  /** Frames between two short ticks. */
  minor: number
}

/** Room that a timecode label needs, in pixels. */
const LABEL_PX = 108
const MINOR_PX = 6
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400]

/** Ticks that suit a zoom: whole divisions of a second when close, whole seconds, minutes or hours when far. */
export function ticksFor(pxPerFrame: number, rate: Rate): Ticks {
  const second = Math.max(1, Math.round(rate.num / rate.den))
  const steps = [...divisors(second), ...SECONDS.map((seconds) => seconds * second)]
  const last = steps.at(-1) ?? second
  const major = steps.find((step) => step * pxPerFrame >= LABEL_PX) ?? last
  const minor = steps.find((step) => major % step === 0 && step * pxPerFrame >= MINOR_PX) ?? major
  return { major, minor: major / minor > 12 ? coarser(steps, major, minor) : minor }
}

/** The multiples of `step` from the first at or after `from` to the last at or before `to`. */
export function tickFrames(step: number, from: number, to: number): number[] {
  const first = Math.max(0, Math.ceil(from / step))
  const count = Math.max(0, Math.floor(to / step) - first + 1)
  return Array.from({ length: count }, (_, index) => (first + index) * step)
}

/** A second's worth of short ticks reads better as a few than as a comb. */
function coarser(steps: number[], major: number, minor: number): number {
  return steps.find((step) => step > minor && major % step === 0 && major / step <= 12) ?? minor
}

function divisors(second: number): number[] {
  return Array.from({ length: second - 1 }, (_, index) => index + 1).filter((step) => second % step === 0)
}

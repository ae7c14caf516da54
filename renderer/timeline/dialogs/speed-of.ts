import type { Speed } from '../../../core/timeline/clip.ts'

/** Percent as an exact fraction, to the tenth. */
export function speedOf(percent: number, backwards: boolean): Speed {
  const tenths = Math.max(1, Math.round(percent * 10))
  const common = divisor(tenths, 1000)
  return { num: ((backwards ? -1 : 1) * tenths) / common, den: 1000 / common }
}

/** A speed of a ramp: percent, backwards where negative; 0 stands still. */
export function rampSpeed(percent: number): Speed {
  return percent === 0 ? { num: 0, den: 1 } : speedOf(Math.abs(percent), percent < 0)
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}

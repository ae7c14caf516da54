import { f32 } from './float32.ts'
import type { Mix } from './prediction.ts'

/** One noise level as the exponential-integrator solvers see it. */
export interface NoisePoint extends Mix {
  /** Half of the log signal-to-noise ratio, `ln(alpha / sigma)`: infinite where no noise is left. */
  readonly lambda: number
}

/** Flow models mix linearly; variance-preserving models keep `alpha^2 + sigma^2 = 1`. */
export function noisePoint(level: number, isFlow: boolean): NoisePoint {
  const alpha = isFlow ? f32(1 - level) : f32(1 / f32(Math.sqrt(f32(f32(level * level) + 1))))
  const sigma = isFlow ? level : f32(level * alpha)
  return { alpha, sigma, lambda: f32(f32(Math.log(alpha)) - f32(Math.log(sigma))) }
}

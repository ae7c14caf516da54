import type { UnipcConfig } from './config.ts'
import { at, f32 } from './float32.ts'
import type { NoisePoint } from './half-log-snr.ts'

/** The ingredients that predictor and corrector share; names as in Zhao et al. 2023 (UniPC), section 3. */
export interface UnipcWeights {
  /** Weight of the sample that the step starts from. */
  readonly keep: number
  /** Weight of the newest earlier output. */
  readonly output: number
  /** Weight of the combined differences. */
  readonly differences: number
  /** Relative position of each earlier output, and 1 for the point aimed at. */
  readonly ratios: readonly number[]
  readonly matrix: readonly (readonly number[])[]
  readonly right: readonly number[]
}

/** From noise point `from` to `to`; `earlier` are the points of the outputs before the newest, newest first. */
export function unipcWeights(
  config: Pick<UnipcConfig, 'predict_x0' | 'solver_type'>,
  from: NoisePoint,
  to: NoisePoint,
  earlier: readonly NoisePoint[],
): UnipcWeights {
  const h = f32(to.lambda - from.lambda)
  const signed = config.predict_x0 ? -h : h
  const growth = f32(Math.expm1(signed))
  const scale = config.solver_type === 'bh1' ? signed : growth
  const reach = config.predict_x0 ? to.alpha : to.sigma
  const ratios = [...earlier.map((point) => f32(f32(point.lambda - from.lambda) / h)), 1]
  const right: number[] = []
  let phi = f32(f32(growth / signed) - 1)
  let factorial = 1
  for (let order = 1; order <= ratios.length; order++) {
    right.push(f32(f32(phi * factorial) / scale))
    factorial *= order + 1
    phi = f32(f32(phi / signed) - f32(1 / factorial))
  }
  return {
    keep: config.predict_x0 ? f32(to.sigma / from.sigma) : f32(to.alpha / from.alpha),
    output: -f32(reach * growth),
    differences: -f32(reach * scale),
    ratios,
    matrix: ratios.map((_, power) => ratios.map((ratio) => f32(ratio ** power))),
    right,
  }
}

/** The system without its last row and column: what is known before the point aimed at is evaluated. */
export function withoutTarget(weights: UnipcWeights): { matrix: number[][]; right: number[] } {
  const size = weights.ratios.length - 1
  return {
    matrix: weights.matrix.slice(0, size).map((row) => row.slice(0, size)),
    right: Array.from({ length: size }, (_, i) => at(weights.right, i)),
  }
}

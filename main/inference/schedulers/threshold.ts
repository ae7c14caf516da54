import type { ThresholdConfig } from './config.ts'
import { at, f32 } from './float32.ts'

/**
 * Dynamic thresholding (Saharia et al. 2022) of one sample: values beyond the given quantile of the magnitudes
 * are clamped, and the rest is scaled to match.
 */
export function threshold(values: Float32Array, config: ThresholdConfig): Float32Array {
  const magnitudes = values.map(Math.abs).sort()
  const rank = f32(f32(config.dynamic_thresholding_ratio) * f32(magnitudes.length - 1))
  const below = at(magnitudes, Math.floor(rank))
  const above = at(magnitudes, Math.ceil(rank))
  const weight = f32(rank - Math.floor(rank))
  const gap = f32(above - below)
  const quantile = weight < 0.5 ? f32(below + f32(weight * gap)) : f32(above - f32(gap * f32(1 - weight)))
  const limit = Math.min(Math.max(quantile, 1), f32(config.sample_max_value))
  return values.map((value) => Math.min(Math.max(value, -limit), limit) / limit)
}

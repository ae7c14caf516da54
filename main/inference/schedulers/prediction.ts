import { remainderOver, weightedSum } from './vector.ts'

export type PredictionType = 'epsilon' | 'sample' | 'v_prediction' | 'flow_prediction'

/** A noisy sample is `alpha * clean + sigma * noise`. */
export interface Mix {
  readonly alpha: number
  readonly sigma: number
}

/** The clean sample that a model's output stands for. */
export function toClean(type: PredictionType, output: Float32Array, sample: Float32Array, mix: Mix): Float32Array {
  switch (type) {
    case 'epsilon':
      return remainderOver(sample, mix.sigma, output, mix.alpha)
    case 'sample':
      return output
    case 'v_prediction':
      return weightedSum([mix.alpha, sample], [-mix.sigma, output])
    case 'flow_prediction':
      return weightedSum([1, sample], [-mix.sigma, output])
  }
}

/** The noise that a model's output stands for. */
export function toNoise(
  type: Exclude<PredictionType, 'flow_prediction'>,
  output: Float32Array,
  sample: Float32Array,
  mix: Mix,
): Float32Array {
  switch (type) {
    case 'epsilon':
      return output
    case 'sample':
      return remainderOver(sample, mix.alpha, output, mix.sigma)
    case 'v_prediction':
      return weightedSum([mix.alpha, output], [mix.sigma, sample])
  }
}

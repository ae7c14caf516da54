import { alphasCumprodForSigmas, trainingSigmas } from './betas.ts'
import { checkFinite, checkIndex, checkOptions } from './checks.ts'
import type { EulerConfig } from './config.ts'
import { at, f32, interpolate, linspaceSingle } from './float32.ts'
import { chosenTable, sigmaTable, timestepOfSigma } from './sigma-tables.ts'
import { spaceTimesteps } from './spacing.ts'
import type { Scheduler, SchedulerOptions, SchedulerState, SchedulerStep } from './types.ts'
import { differenceOver, weightedSum } from './vector.ts'

/** Euler steps along the noise level (Karras et al. 2022, algorithm 2 without churn). */
export class EulerDiscreteScheduler implements Scheduler {
  readonly timesteps: Float64Array
  readonly sigmas: Float64Array
  readonly initNoiseSigma: number
  readonly #prediction: EulerConfig['prediction_type']

  constructor(config: EulerConfig, steps: number, options: SchedulerOptions) {
    checkOptions(options, [], 'Euler')
    this.#prediction = config.prediction_type
    const schedule = buildSchedule(config, steps)
    this.timesteps = Float64Array.from(schedule.timesteps)
    this.sigmas = Float64Array.from(schedule.sigmas)
    const top = Math.max(...schedule.sigmas)
    this.initNoiseSigma = config.timestep_spacing === 'leading' ? f32(Math.sqrt(f32(f32(top * top) + 1))) : top
  }

  scaleModelInput(sample: Float32Array, index: number): Float32Array {
    checkIndex(index, this.timesteps.length)
    const divisor = f32(Math.sqrt(variance(at(this.sigmas, index))))
    return sample.map((value) => value / divisor)
  }

  step(prediction: Float32Array, index: number, sample: Float32Array): SchedulerStep {
    checkIndex(index, this.timesteps.length)
    const sigma = at(this.sigmas, index)
    const denoised = this.#toClean(prediction, sample, sigma)
    const slope = differenceOver(sample, denoised, sigma)
    const distance = f32(at(this.sigmas, index + 1) - sigma)
    return { previous: weightedSum([1, sample], [distance, slope]), denoised }
  }

  addNoise(original: Float32Array, noise: Float32Array, index: number): Float32Array {
    checkIndex(index, this.timesteps.length + 1)
    return weightedSum([1, original], [at(this.sigmas, index), noise])
  }

  saveState(): SchedulerState {
    return { numbers: {}, arrays: {} }
  }

  restoreState(_state: SchedulerState): void {
    // Nothing is carried from one step to the next.
  }

  #toClean(output: Float32Array, sample: Float32Array, sigma: number): Float32Array {
    switch (this.#prediction) {
      case 'sample':
      case 'original_sample':
        return output
      case 'epsilon':
        return weightedSum([1, sample], [-sigma, output])
      case 'v_prediction': {
        const weight = f32(-sigma / f32(Math.sqrt(variance(sigma))))
        const kept = sample.map((value) => value / variance(sigma))
        return weightedSum([weight, output], [1, kept])
      }
    }
  }
}

/** Variance of a sample with noise level `sigma` whose clean part has variance 1. */
function variance(sigma: number): number {
  return f32(f32(sigma * sigma) + 1)
}

function buildSchedule(config: EulerConfig, steps: number): { timesteps: number[]; sigmas: number[] } {
  const trained = trainingSigmas(alphasCumprodForSigmas(config))
  const logs = trained.map((sigma) => f32(Math.log(sigma)))
  const trainSteps = config.num_train_timesteps
  let timesteps = spaceTimesteps({
    spacing: config.timestep_spacing,
    steps,
    trainSteps,
    lastStep: trainSteps,
    offset: config.steps_offset,
    extraPoint: false,
    fractional: true,
  }).map(f32)
  let sigmas =
    config.interpolation_type === 'linear'
      ? timesteps.map((t) => interpolate(trained, t))
      : linspaceSingle(at(logs, logs.length - 1), at(logs, 0), steps + 1).map((log) => f32(Math.exp(log)))
  const table = chosenTable(config)
  if (table !== 'none') {
    const first = config.sigma_max ?? at(sigmas, 0)
    const last = config.sigma_min ?? at(sigmas, sigmas.length - 1)
    sigmas = sigmaTable(table, { first, last }, steps)
    timesteps = sigmas.map((sigma) => f32(timestepOfSigma(sigma, logs)))
  }
  sigmas = [...sigmas, config.final_sigmas_type === 'zero' ? 0 : at(trained, 0)].map(f32)
  if (config.timestep_type === 'continuous' && config.prediction_type === 'v_prediction') {
    timesteps = sigmas.slice(0, -1).map((sigma) => f32(0.25 * f32(Math.log(sigma))))
  }
  checkFinite([...timesteps, ...sigmas], 'noise levels')
  return { timesteps, sigmas }
}

import type { TorchGenerator } from '../noise/index.ts'
import { alphasCumprod } from './betas.ts'
import { checkIndex, checkOptions, requireGenerator } from './checks.ts'
import type { DdimConfig } from './config.ts'
import { at, f32 } from './float32.ts'
import type { Mix } from './prediction.ts'
import { toClean, toNoise } from './prediction.ts'
import { refuse } from './refuse.ts'
import { spaceTimesteps } from './spacing.ts'
import { threshold } from './threshold.ts'
import type { Scheduler, SchedulerOptions, SchedulerState, SchedulerStep } from './types.ts'
import { clamp, weightedSum } from './vector.ts'

/** Denoising diffusion implicit models (Song et al. 2020); formula numbers are those of the paper. */
export class DdimScheduler implements Scheduler {
  readonly timesteps: Float64Array
  readonly sigmas = null
  readonly initNoiseSigma = 1
  readonly #config: DdimConfig
  readonly #alphas: readonly number[]
  readonly #stride: number
  readonly #eta: number

  constructor(config: DdimConfig, steps: number, options: SchedulerOptions) {
    checkOptions(options, ['eta'], 'DDIM')
    this.#config = config
    this.#alphas = alphasCumprod(config)
    this.#eta = options.eta ?? 0
    if (!(this.#eta >= 0 && this.#eta <= 1)) refuse(`eta is a share from 0 to 1, not ${this.#eta}.`)
    const trainSteps = config.num_train_timesteps
    if (steps > trainSteps)
      refuse(`${steps} steps are more than the ${trainSteps} the model was trained with; use fewer.`)
    this.#stride = Math.floor(trainSteps / steps)
    const timesteps = spaceTimesteps({
      spacing: config.timestep_spacing,
      steps,
      trainSteps,
      lastStep: trainSteps,
      offset: config.steps_offset,
      extraPoint: false,
      fractional: false,
    })
    const outside = timesteps.find((t) => t < 0 || t >= this.#alphas.length)
    if (outside !== undefined) {
      refuse(
        `Step offset ${config.steps_offset} with ${steps} steps asks for training step ${outside}, which does not exist; use fewer steps.`,
      )
    }
    this.timesteps = Float64Array.from(timesteps)
  }

  scaleModelInput(sample: Float32Array): Float32Array {
    return sample
  }

  step(prediction: Float32Array, index: number, sample: Float32Array, generator?: TorchGenerator): SchedulerStep {
    checkIndex(index, this.timesteps.length)
    const config = this.#config
    const t = at(this.timesteps, index)
    const alpha = at(this.#alphas, t)
    const next = this.#alphaBefore(t)
    const mix = mixOf(alpha)
    const clean = this.#limit(toClean(config.prediction_type, prediction, sample, mix))
    const noise = toNoise(config.prediction_type, prediction, sample, mix)
    const spread = f32(this.#eta * this.#standardDeviation(alpha, next))
    const direction = f32(Math.sqrt(f32(f32(1 - next) - f32(spread * spread))))
    // Formula 12.
    const previous = weightedSum([f32(Math.sqrt(next)), clean], [direction, noise])
    if (this.#eta === 0) return { previous, denoised: clean }
    const fresh = requireGenerator(generator).randn(sample.length)
    return { previous: weightedSum([1, previous], [spread, fresh]), denoised: clean }
  }

  addNoise(original: Float32Array, noise: Float32Array, index: number): Float32Array {
    const count = this.timesteps.length
    checkIndex(index, count + 1)
    const alpha =
      index === count ? this.#alphaBefore(at(this.timesteps, count - 1)) : at(this.#alphas, at(this.timesteps, index))
    const mix = mixOf(alpha)
    return weightedSum([mix.alpha, original], [mix.sigma, noise])
  }

  saveState(): SchedulerState {
    return { numbers: {}, arrays: {} }
  }

  restoreState(_state: SchedulerState): void {
    // Nothing is carried from one step to the next.
  }

  /** Signal left after the step from `t`; the stride is the same for every spacing. */
  #alphaBefore(t: number): number {
    const before = t - this.#stride
    if (before >= 0) return at(this.#alphas, before)
    return this.#config.set_alpha_to_one ? 1 : at(this.#alphas, 0)
  }

  #limit(clean: Float32Array): Float32Array {
    const config = this.#config
    if (config.thresholding) return threshold(clean, config)
    return config.clip_sample ? clamp(clean, f32(config.clip_sample_range)) : clean
  }

  /** Formula 16, for eta = 1. */
  #standardDeviation(alpha: number, next: number): number {
    const variance = f32(f32(f32(1 - next) / f32(1 - alpha)) * f32(1 - f32(alpha / next)))
    return f32(Math.sqrt(variance))
  }
}

function mixOf(alpha: number): Mix {
  return { alpha: f32(Math.sqrt(alpha)), sigma: f32(Math.sqrt(f32(1 - alpha))) }
}

import type { TorchGenerator } from '../noise/index.ts'
import { checkFlowLevels, checkIndex, checkOptions, requireGenerator } from './checks.ts'
import type { DpmConfig } from './config.ts'
import { dpmSchedule } from './dpm-schedule.ts'
import type { DpmAlgorithm, DpmWeights } from './dpm-update.ts'
import { dpmWeights } from './dpm-update.ts'
import { at, f32 } from './float32.ts'
import type { NoisePoint } from './half-log-snr.ts'
import { noisePoint } from './half-log-snr.ts'
import { toClean, toNoise } from './prediction.ts'
import { refuse } from './refuse.ts'
import { SolverMemory } from './solver-memory.ts'
import { threshold } from './threshold.ts'
import type { Scheduler, SchedulerOptions, SchedulerState, SchedulerStep } from './types.ts'
import type { Term } from './vector.ts'
import { lookedBack, remainderOver, scaledDifference, weightedSum } from './vector.ts'

/** Schedules shorter than this end on lower orders, where a high order would overshoot. */
const FEW_STEPS = 15

interface Converted {
  /** What the solver extrapolates: the clean sample, or the noise. */
  readonly output: Float32Array
  readonly clean: Float32Array
}

/** Multistep DPM-Solver: each step reuses the outputs of the steps before it. */
export class DpmSolverMultistepScheduler implements Scheduler {
  readonly timesteps: Float64Array
  readonly sigmas: Float64Array
  readonly initNoiseSigma = 1
  readonly #config: DpmConfig
  readonly #algorithm: DpmAlgorithm
  readonly #memory: SolverMemory

  constructor(config: DpmConfig, steps: number, options: SchedulerOptions) {
    checkOptions(options, config.use_dynamic_shifting ? ['mu'] : [], 'DPM-Solver')
    if (!config.algorithm_type.endsWith('++') && config.final_sigmas_type === 'zero') {
      refuse(`${config.algorithm_type} cannot reach noise level zero; set final_sigmas_type to "sigma_min".`)
    }
    // The older name; it has always meant this solver here.
    this.#algorithm = config.algorithm_type === 'deis' ? 'dpmsolver++' : config.algorithm_type
    if (!this.#algorithm.endsWith('++') && config.prediction_type === 'flow_prediction') {
      refuse(`${config.algorithm_type} cannot use flow predictions; set algorithm_type to "dpmsolver++".`)
    }
    if (this.#algorithm === 'sde-dpmsolver' && config.solver_order > 2) {
      refuse('sde-dpmsolver has no third order; set solver_order to 2.')
    }
    this.#config = config
    this.#memory = new SolverMemory(config.solver_order)
    const schedule = dpmSchedule(config, steps, options.mu === undefined ? config.flow_shift : Math.exp(options.mu))
    if (config.use_flow_sigmas) checkFlowLevels(schedule.sigmas)
    this.timesteps = Float64Array.from(schedule.timesteps)
    this.sigmas = Float64Array.from(schedule.sigmas)
  }

  scaleModelInput(sample: Float32Array): Float32Array {
    return sample
  }

  step(prediction: Float32Array, index: number, sample: Float32Array, generator?: TorchGenerator): SchedulerStep {
    checkIndex(index, this.timesteps.length)
    const algorithm = this.#algorithm
    const from = this.#point(index)
    const { output, clean } = this.#convert(prediction, sample, from)
    this.#memory.remember(output)
    const weights = dpmWeights(algorithm, this.#config.solver_type, from, this.#point(index + 1))
    const previous = this.#update(index, from, weights, sample, generator)
    this.#memory.countStep()
    return { previous, denoised: clean }
  }

  addNoise(original: Float32Array, noise: Float32Array, index: number): Float32Array {
    checkIndex(index, this.timesteps.length + 1)
    const { alpha, sigma } = this.#point(index)
    return weightedSum([alpha, original], [sigma, noise])
  }

  saveState(): SchedulerState {
    return this.#memory.save(this.#lookBack)
  }

  restoreState(state: SchedulerState): void {
    this.#memory.restore(state, this.#lookBack)
  }

  /** Outputs that a step needs besides its own. */
  get #lookBack(): number {
    return this.#config.solver_order - 1
  }

  #point(index: number): NoisePoint {
    return noisePoint(at(this.sigmas, index), this.#config.use_flow_sigmas)
  }

  #convert(prediction: Float32Array, sample: Float32Array, point: NoisePoint): Converted {
    const config = this.#config
    const type = config.prediction_type
    if (this.#algorithm.endsWith('++') || type === 'flow_prediction') {
      const clean = toClean(type, prediction, sample, point)
      const output = config.thresholding ? threshold(clean, config) : clean
      return { output, clean: output }
    }
    const noise = toNoise(type, prediction, sample, point)
    const clean = remainderOver(sample, point.sigma, noise, point.alpha)
    if (!config.thresholding) return { output: noise, clean }
    const limited = threshold(clean, config)
    return { output: remainderOver(sample, point.alpha, limited, point.sigma), clean: limited }
  }

  #update(
    index: number,
    from: NoisePoint,
    weights: DpmWeights,
    sample: Float32Array,
    generator: TorchGenerator | undefined,
  ): Float32Array {
    const order = this.#order(index)
    const newest = this.#memory.output(0)
    const fresh = this.#algorithm.startsWith('sde')
    if (order === 2 && !fresh) {
      const scale = f32(1 / this.#ratio(index, from))
      return lookedBack([weights.keep, sample], [weights.d0, newest], [weights.d1, this.#memory.output(1)], scale)
    }
    const terms: Term[] = [[weights.d0, newest], ...this.#differences(index, order, from, weights)]
    if (fresh) terms.push([weights.fresh, requireGenerator(generator).randn(sample.length)])
    return weightedSum([weights.keep, sample], ...terms)
  }

  /** The step before this one, measured in this one. */
  #ratio(index: number, from: NoisePoint): number {
    const h = f32(this.#point(index + 1).lambda - from.lambda)
    return f32(f32(from.lambda - this.#point(index - 1).lambda) / h)
  }

  /** Order of this step: low while the history fills, and low again at the end. */
  #order(index: number): number {
    const config = this.#config
    const count = this.timesteps.length
    const isShort = config.lower_order_final && count < FEW_STEPS
    const endsOnFirst = config.euler_at_final || isShort || config.final_sigmas_type === 'zero'
    const allowed = Math.min(config.solver_order, this.#memory.taken + 1, 3)
    if (index === count - 1 && endsOnFirst) return 1
    return index === count - 2 && isShort ? Math.min(allowed, 2) : allowed
  }

  #differences(index: number, order: number, from: NoisePoint, weights: DpmWeights): Term[] {
    if (order === 1) return []
    const r0 = this.#ratio(index, from)
    const first = scaledDifference(f32(1 / r0), this.#memory.output(0), this.#memory.output(1))
    if (order === 2) return [[weights.d1, first]]
    const h = f32(this.#point(index + 1).lambda - from.lambda)
    const before = this.#point(index - 1)
    const r1 = f32(f32(before.lambda - this.#point(index - 2).lambda) / h)
    const second = scaledDifference(f32(1 / r1), this.#memory.output(1), this.#memory.output(2))
    const span = f32(r0 + r1)
    const change = weightedSum([1, first], [-1, second])
    return [
      [weights.d1Third, weightedSum([1, first], [f32(r0 / span), change])],
      [weights.d2, weightedSum([f32(1 / span), change])],
    ]
  }
}

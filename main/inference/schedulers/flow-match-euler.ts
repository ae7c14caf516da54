import type { TorchGenerator } from '../noise/index.ts'
import { checkFinite, checkIndex, checkOptions, requireGenerator } from './checks.ts'
import type { FlowMatchConfig } from './config.ts'
import { at, f32, linspace } from './float32.ts'
import { shiftLevels, stretchToTerminal } from './flow-shift.ts'
import { refuse } from './refuse.ts'
import { chosenTable, sigmaTable } from './sigma-tables.ts'
import type { Scheduler, SchedulerOptions, SchedulerState, SchedulerStep } from './types.ts'
import { weightedSum } from './vector.ts'

/** Euler steps along a rectified flow (Esser et al. 2024): the model predicts the velocity `noise - clean`. */
export class FlowMatchEulerScheduler implements Scheduler {
  readonly timesteps: Float64Array
  readonly sigmas: Float64Array
  readonly initNoiseSigma = 1
  readonly #config: FlowMatchConfig

  constructor(config: FlowMatchConfig, steps: number, options: SchedulerOptions) {
    checkOptions(options, ['mu', 'sigmas'], 'Flow matching')
    this.#config = config
    const levels = flowLevels(config, steps, options)
    checkFinite(levels, 'noise levels')
    // An inverted schedule counts signal instead of noise, and so runs upwards.
    const sigmas = config.invert_sigmas ? levels.map((level) => f32(1 - level)) : levels
    this.timesteps = Float64Array.from(sigmas, (sigma) => f32(sigma * config.num_train_timesteps))
    this.sigmas = Float64Array.from([...sigmas, config.invert_sigmas ? 1 : 0])
  }

  scaleModelInput(sample: Float32Array): Float32Array {
    return sample
  }

  step(prediction: Float32Array, index: number, sample: Float32Array, generator?: TorchGenerator): SchedulerStep {
    checkIndex(index, this.timesteps.length)
    const { stochastic_sampling: isStochastic, invert_sigmas: isInverted } = this.#config
    const sigma = at(this.sigmas, index)
    const next = at(this.sigmas, index + 1)
    const distance = isInverted ? f32(1 - sigma) : -sigma
    const denoised = weightedSum([1, sample], [distance, prediction])
    if (!isStochastic) return { previous: weightedSum([1, sample], [f32(next - sigma), prediction]), denoised }
    const fresh = requireGenerator(generator).randn(sample.length)
    const clean = weightedSum([1, sample], [-sigma, prediction])
    return { previous: weightedSum([f32(1 - next), clean], [next, fresh]), denoised }
  }

  addNoise(original: Float32Array, noise: Float32Array, index: number): Float32Array {
    checkIndex(index, this.timesteps.length + 1)
    const sigma = at(this.sigmas, index)
    const level = this.#config.invert_sigmas ? f32(1 - sigma) : sigma
    return weightedSum([level, noise], [f32(1 - level), original])
  }

  saveState(): SchedulerState {
    return { numbers: {}, arrays: {} }
  }

  restoreState(_state: SchedulerState): void {
    // Nothing is carried from one step to the next.
  }
}

/** Noise levels of the steps, in float32, without the final one. */
function flowLevels(config: FlowMatchConfig, steps: number, options: SchedulerOptions): number[] {
  if (config.use_dynamic_shifting && options.mu === undefined) refuse('This scheduler shifts dynamically; pass mu.')
  const round = options.sigmas === undefined ? (value: number) => value : f32
  const given = options.sigmas?.map(f32) ?? defaultLevels(config, steps)
  const shift = config.use_dynamic_shifting ? { mu: options.mu ?? 0, type: config.time_shift_type } : config.shift
  let levels = shiftLevels(given, shift, round)
  if (config.shift_terminal) levels = stretchToTerminal(levels, config.shift_terminal, round)
  const table = chosenTable(config)
  if (table !== 'none') {
    checkFinite(levels, 'noise levels')
    const range = { first: config.sigma_max ?? at(levels, 0), last: config.sigma_min ?? at(levels, levels.length - 1) }
    levels = sigmaTable(table, range, steps)
  }
  return levels.map(f32)
}

/** Evenly spaced between the ends of the training schedule, which a fixed shift has moved once already. */
function defaultLevels(config: FlowMatchConfig, steps: number): number[] {
  const trainSteps = config.num_train_timesteps
  const ends = [1, f32(1 / trainSteps)]
  const [high, low] = config.use_dynamic_shifting ? ends : shiftLevels(ends, config.shift, f32)
  return linspace((high ?? 1) * trainSteps, (low ?? 0) * trainSteps, steps).map((t) => t / trainSteps)
}

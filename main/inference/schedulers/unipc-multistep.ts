import { checkFlowLevels, checkIndex, checkOptions } from './checks.ts'
import type { UnipcConfig } from './config.ts'
import { at } from './float32.ts'
import type { NoisePoint } from './half-log-snr.ts'
import { noisePoint } from './half-log-snr.ts'
import { solveSingle } from './linear-solve.ts'
import { toClean, toNoise } from './prediction.ts'
import { refuse } from './refuse.ts'
import { chosenTable } from './sigma-tables.ts'
import { SolverMemory } from './solver-memory.ts'
import { threshold } from './threshold.ts'
import type { Scheduler, SchedulerOptions, SchedulerState, SchedulerStep } from './types.ts'
import { unipcSchedule } from './unipc-schedule.ts'
import { unipcWeights, withoutTarget } from './unipc-update.ts'
import type { Term } from './vector.ts'
import { differenceOver, remainderOver, weightedSum } from './vector.ts'

interface LastStep {
  readonly sample: Float32Array
  readonly order: number
}

/** UniPC (Zhao et al. 2023): a multistep predictor whose result is corrected once the next output is known. */
export class UnipcMultistepScheduler implements Scheduler {
  readonly timesteps: Float64Array
  readonly sigmas: Float64Array
  readonly initNoiseSigma = 1
  readonly #config: UnipcConfig
  readonly #memory: SolverMemory
  #last: LastStep | null = null

  constructor(config: UnipcConfig, steps: number, options: SchedulerOptions) {
    checkOptions(options, ['mu', 'sigmas'], 'UniPC')
    if (config.shift_terminal !== null && !config.use_flow_sigmas) refuse('shift_terminal needs use_flow_sigmas.')
    if (config.use_dynamic_shifting && options.mu === undefined) refuse('This scheduler shifts dynamically; pass mu.')
    if (options.sigmas !== undefined && !config.use_flow_sigmas) refuse('Own noise levels need use_flow_sigmas.')
    if (options.sigmas !== undefined && chosenTable(config) !== 'none') {
      refuse('Own noise levels do not go with a table of noise levels; turn off use_karras_sigmas and its like.')
    }
    if (!config.predict_x0 && config.prediction_type === 'flow_prediction') {
      refuse('UniPC cannot use flow predictions as noise; set predict_x0 to true.')
    }
    this.#config = config
    this.#memory = new SolverMemory(config.solver_order)
    const schedule = unipcSchedule(config, steps, options)
    if (config.use_flow_sigmas) checkFlowLevels(schedule.sigmas)
    this.timesteps = Float64Array.from(schedule.timesteps)
    this.sigmas = Float64Array.from(schedule.sigmas)
  }

  scaleModelInput(sample: Float32Array): Float32Array {
    return sample
  }

  step(prediction: Float32Array, index: number, sample: Float32Array): SchedulerStep {
    checkIndex(index, this.timesteps.length)
    const config = this.#config
    const { output, clean } = this.#convert(prediction, sample, this.#point(index))
    const usesCorrector = index > 0 && this.#last !== null && !config.disable_corrector.includes(index - 1)
    const corrected = usesCorrector && this.#last !== null ? this.#correct(output, index, this.#last) : sample
    this.#memory.remember(output)
    const remaining = config.lower_order_final ? this.timesteps.length - index : config.solver_order
    const order = Math.min(config.solver_order, remaining, this.#memory.taken + 1)
    this.#last = { sample: corrected, order }
    const previous = this.#predict(corrected, index, order)
    this.#memory.countStep()
    return { previous, denoised: clean }
  }

  addNoise(original: Float32Array, noise: Float32Array, index: number): Float32Array {
    checkIndex(index, this.timesteps.length + 1)
    const { alpha, sigma } = this.#point(index)
    return weightedSum([alpha, original], [sigma, noise])
  }

  saveState(): SchedulerState {
    const { numbers, arrays } = this.#memory.save()
    if (this.#last === null) return { numbers, arrays }
    return {
      numbers: { ...numbers, lastOrder: this.#last.order },
      arrays: { ...arrays, lastSample: this.#last.sample },
    }
  }

  restoreState(state: SchedulerState): void {
    const sample = state.arrays['lastSample']
    const order = state.numbers['lastOrder']
    const isOrder = order === undefined || (Number.isInteger(order) && order >= 1 && order <= this.#config.solver_order)
    if ((sample === undefined) !== (order === undefined) || !isOrder) {
      refuse('The saved scheduler state does not belong to this scheduler; start again from the first step.')
    }
    this.#memory.restore(state)
    this.#last = sample === undefined || order === undefined ? null : { sample, order }
  }

  #point(index: number): NoisePoint {
    return noisePoint(at(this.sigmas, index), this.#config.use_flow_sigmas)
  }

  #convert(
    prediction: Float32Array,
    sample: Float32Array,
    point: NoisePoint,
  ): { output: Float32Array; clean: Float32Array } {
    const config = this.#config
    const type = config.prediction_type
    if (config.predict_x0 || type === 'flow_prediction') {
      const clean = toClean(type, prediction, sample, point)
      const output = config.thresholding ? threshold(clean, config) : clean
      return { output, clean: output }
    }
    const noise = toNoise(type, prediction, sample, point)
    return { output: noise, clean: remainderOver(sample, point.sigma, noise, point.alpha) }
  }

  #predict(sample: Float32Array, index: number, order: number): Float32Array {
    const earlier = this.#earlierPoints(index, order)
    const weights = unipcWeights(this.#config, this.#point(index), this.#point(index + 1), earlier)
    const newest = this.#memory.output(0)
    const start: [Term, Term] = [
      [weights.keep, sample],
      [weights.output, newest],
    ]
    if (order === 1) return weightedSum(...start)
    const system = withoutTarget(weights)
    const shares = order === 2 ? [0.5] : solveSingle(system.matrix, system.right)
    const terms = this.#differences(newest, weights.ratios, order).map((values, i): Term => [at(shares, i), values])
    return weightedSum(...start, [weights.differences, sumOf(terms)])
  }

  #correct(output: Float32Array, index: number, last: LastStep): Float32Array {
    const earlier = this.#earlierPoints(index - 1, last.order)
    const weights = unipcWeights(this.#config, this.#point(index - 1), this.#point(index), earlier)
    const newest = this.#memory.output(0)
    const shares = last.order === 1 ? [0.5] : solveSingle(weights.matrix, weights.right)
    const differences = this.#differences(newest, weights.ratios, last.order)
    const change = weightedSum([1, output], [-1, newest])
    const terms = [...differences, change].map((values, i): Term => [at(shares, i), values])
    return weightedSum([weights.keep, last.sample], [weights.output, newest], [weights.differences, sumOf(terms)])
  }

  #earlierPoints(index: number, order: number): NoisePoint[] {
    return Array.from({ length: order - 1 }, (_, i) => this.#point(index - 1 - i))
  }

  #differences(newest: Float32Array, ratios: readonly number[], order: number): Float32Array[] {
    return Array.from({ length: order - 1 }, (_, i) =>
      differenceOver(this.#memory.output(i + 1), newest, at(ratios, i)),
    )
  }
}

function sumOf(terms: readonly Term[]): Float32Array {
  const [first, ...rest] = terms
  return first === undefined ? refuse('A step of order zero has no differences.') : weightedSum(first, ...rest)
}

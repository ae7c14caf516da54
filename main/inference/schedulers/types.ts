import type { TorchGenerator } from '../noise/index.ts'

/** What a multistep solver remembers between steps: numbers as JSON, tensors as binary. */
export interface SchedulerState {
  readonly numbers: Readonly<Record<string, number>>
  readonly arrays: Readonly<Record<string, Float32Array>>
}

export interface SchedulerStep {
  /** The sample for the next step. */
  readonly previous: Float32Array
  /** What the model takes the finished sample to be, seen from this step: the live preview. */
  readonly denoised: Float32Array
}

/** One noise schedule with its solver. All calls go by step index; timesteps may repeat. */
export interface Scheduler {
  /** What the model is told at each step; as many as there are steps. */
  readonly timesteps: Float64Array
  /** Noise level before each step and after the last one; null where the family has no such table. */
  readonly sigmas: Float64Array | null
  /** The first sample is N(0, 1) noise times this. */
  readonly initNoiseSigma: number
  scaleModelInput(sample: Float32Array, index: number): Float32Array
  /** Throws `SCHEDULER_CONFIG` where the step draws noise and no generator was given. */
  step(prediction: Float32Array, index: number, sample: Float32Array, generator?: TorchGenerator): SchedulerStep
  /** `original` as noisy as a sample is before step `index`; `index` = number of steps means after the last one. */
  addNoise(original: Float32Array, noise: Float32Array, index: number): Float32Array
  saveState(): SchedulerState
  /** Continues bit for bit from a saved state. Throws `SCHEDULER_CONFIG` where it is not a state of this scheduler. */
  restoreState(state: SchedulerState): void
}

export interface SchedulerOptions {
  /** Shift parameter of schedules with `use_dynamic_shifting`. */
  readonly mu?: number | undefined
  /** The pipeline's own noise levels, before shifting (flow schedules only); as many as there are steps. */
  readonly sigmas?: readonly number[] | undefined
  /** DDIM: share of fresh noise at each step, 0 (deterministic) to 1. */
  readonly eta?: number | undefined
}

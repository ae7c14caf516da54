import { CortadoError } from '../../../core/errors.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import type { TorchGenerator } from '../noise/index.ts'
import type { Conditioning, LatentShape, VideoPipeline } from '../pipelines/pipeline.ts'
import type { Scheduler } from '../schedulers/index.ts'
import { predictWindowed } from './windowed.ts'

/** What is known after a step. */
export interface StepResult {
  /** Steps that are done, 1 after the first. */
  step: number
  latents: Float32Array
  /** What the model takes the finished latents to be, for the preview. */
  denoised: Float32Array
}

export interface DenoiseOptions {
  pipeline: VideoPipeline
  scheduler: Scheduler
  generator: TorchGenerator
  conditioning: Conditioning
  guidance: number
  shape: LatentShape
  window: Recipe['window']
  /** Latents before step `step`, from a checkpoint or from `initialLatents`. */
  start: { step: number; latents: Float32Array }
  /** Awaited before every run of the model; what it throws ends the run. */
  beforeRun: () => Promise<void>
  /** Awaited after every step; what it throws ends the run. */
  onStep: (result: StepResult) => Promise<void>
}

/** Noise as the reference draws it: N(0, 1) for the whole clip at once, times the schedule's first noise level. */
export function initialLatents(generator: TorchGenerator, shape: LatentShape, scheduler: Scheduler): Float32Array {
  const noise = generator.randn(shape.channels * shape.frames * shape.height * shape.width)
  return scheduler.initNoiseSigma === 1 ? noise : noise.map((value) => value * scheduler.initNoiseSigma)
}

/** Runs the remaining steps and gives the finished latents. Throws `GENERATION_FAILED` where the numbers ran away. */
export async function denoise(options: DenoiseOptions): Promise<Float32Array> {
  const { pipeline, scheduler, generator, conditioning, guidance, shape, window, start, beforeRun, onStep } = options
  let { latents } = start
  for (let index = start.step; index < scheduler.timesteps.length; index++) {
    const timestep = scheduler.timesteps[index] as number
    const input = scheduler.scaleModelInput(latents, index)
    const prediction = await predictWindowed(input, shape, window, async (part, partShape) => {
      await beforeRun()
      return pipeline.predict(part, partShape, timestep, conditioning, guidance)
    })
    const { previous, denoised } = scheduler.step(prediction, index, latents, generator)
    latents = previous
    if (!latents.every(Number.isFinite)) {
      throw new CortadoError(
        'GENERATION_FAILED',
        `The picture fell apart at step ${index + 1} of ${scheduler.timesteps.length}. Lower the guidance or choose another scheduler.`,
      )
    }
    await onStep({ step: index + 1, latents, denoised })
  }
  return latents
}

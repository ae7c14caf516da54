import { CortadoError } from '../../../core/errors.ts'
import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import type { TorchGenerator } from '../noise/index.ts'
import type { ClipRun } from '../pipelines/pipeline.ts'
import type { Scheduler } from '../schedulers/index.ts'
import { blended, mixed, type LatentMask } from './blend.ts'
import { predictPrompts, type PromptRun } from './prompt-runs.ts'
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
  run: ClipRun
  scheduler: Scheduler
  generator: TorchGenerator
  /** What the clip shows, from which latent frame on. */
  prompts: readonly PromptRun[]
  /** What of the footage under the run is made anew; null where there is none. */
  mask: LatentMask | null
  window: Recipe['window']
  /** Latents before step `step`, from a checkpoint or from the run. */
  start: { step: number; latents: Float32Array }
  /** Awaited before every run of the model; what it throws ends the run. */
  beforeRun: () => Promise<void>
  /** Called after every step; what it throws ends the run. */
  onStep: (result: StepResult) => void
}

/** Runs the remaining steps and gives the finished latents. Throws `GENERATION_FAILED` where the numbers ran away. */
export async function denoise(options: DenoiseOptions): Promise<Float32Array> {
  const { run, scheduler, generator, prompts, mask, window, start, beforeRun, onStep } = options
  let { latents } = start
  for (let index = start.step; index < scheduler.timesteps.length; index++) {
    const timestep = scheduler.timesteps[index] as number
    const before = run.beforeStep(blended(latents, index, scheduler, run, mask), timestep, generator)
    const input = scheduler.scaleModelInput(before, index)
    const prediction = await predictWindowed(
      { latents: input, shape: run.shape, window, step: index, mask },
      (part, shape, from) =>
        predictPrompts(prompts, shape, from, async (text) => {
          await beforeRun()
          return run.predict(part, shape, timestep, text)
        }),
    )
    const { previous, denoised } = scheduler.step(prediction, index, before, generator)
    latents = keepHeld(previous, before, run, timestep)
    if (index + 1 === scheduler.timesteps.length) latents = blended(latents, index + 1, scheduler, run, mask)
    if (!areFinite(latents)) {
      throw new CortadoError(
        'GENERATION_FAILED',
        `The picture fell apart at step ${index + 1} of ${scheduler.timesteps.length}. Lower the guidance or choose another scheduler.`,
      )
    }
    const seen = keepHeld(denoised, before, run, timestep)
    const shown = mask === null || run.footage === undefined ? seen : mixed(seen, run.footage.reference, run, mask)
    onStep({ step: index + 1, latents, denoised: shown })
  }
  return latents
}

/** A loop, since `every` takes five times as long and this is asked after each step. */
function areFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false
  return true
}

/** A frame that is held with strength s takes part once the noise is down to 1 - s; one that holds wholly never does. */
function keepHeld(
  after: Float32Array,
  before: Float32Array,
  { hold, shape }: { hold: Float32Array | null; shape: LatentShape },
  timestep: number,
): Float32Array {
  if (hold === null) return after
  const plane = shape.height * shape.width
  const level = Math.fround(Math.fround(timestep) / 1000) - 1e-6
  const out = after.slice()
  for (const [frame, strength] of hold.entries()) {
    if (level < Math.fround(1 - strength)) continue
    for (let channel = 0; channel < shape.channels; channel++) {
      const from = (channel * shape.frames + frame) * plane
      out.set(before.subarray(from, from + plane), from)
    }
  }
  return out
}

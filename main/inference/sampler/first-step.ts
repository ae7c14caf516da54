import type { ClipRun } from '../pipelines/pipeline.ts'
import type { Scheduler } from '../schedulers/index.ts'

/** How many of `steps` are made where the footage is changed with a strength below 1, as diffusers' pipelines count; at least one. */
export function stepsMade(steps: number, strength: number): number {
  return Math.max(1, Math.floor(steps * strength))
}

/** Where a pass begins: at the first step with noise, or further on with the footage under as much of it as is asked for. */
export function firstStep(
  { steps, strength }: { steps: number; strength: number },
  run: ClipRun,
  scheduler: Scheduler,
): { step: number; latents: Float32Array } {
  if (strength === 1 || run.footage === undefined) return { step: 0, latents: run.latents }
  const step = steps - stepsMade(steps, strength)
  return { step, latents: scheduler.addNoise(run.footage.reference, run.footage.noise, step) }
}

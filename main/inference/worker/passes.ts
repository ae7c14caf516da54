import { hopsOf, type Hop } from '../../../core/generation/hops.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import { TorchGenerator } from '../noise/index.ts'
import { framesOf, setFrame } from '../pipelines/clip-start.ts'
import type { Clip, ClipRun, VideoPipeline } from '../pipelines/pipeline.ts'
import type { LatentMask } from '../sampler/blend.ts'
import { followed } from '../sampler/prompt-runs.ts'
import type { Checkpoint } from '../sampler/checkpoint.ts'
import { denoise, type DenoiseOptions } from '../sampler/denoise.ts'
import { firstStep } from '../sampler/first-step.ts'
import type { Scheduler } from '../schedulers/index.ts'

export interface PassesOptions extends Pick<DenoiseOptions, 'prompts' | 'mask' | 'beforeRun'> {
  recipe: Recipe
  clip: Clip
  pipeline: VideoPipeline
  temporalCompression: number
  /** Of the whole clip. */
  whole: ClipRun
  generator: TorchGenerator
  /** A fresh scheduler for each pass: it remembers steps. */
  newScheduler: () => Scheduler
  checkpoint: Checkpoint | null
  /** Called after every step of every pass; steps are counted through. */
  onStep: (state: Omit<Checkpoint, 'recipe' | 'elapsedMs'>, denoised: Float32Array) => void
}

/** Steps of all passes together. */
export function stepsOf(recipe: Recipe, { shape, lead }: ClipRun): number {
  return hopsOf(shape.frames - lead, recipe.window).length * recipe.steps
}

/**
 * Denoises a clip in one pass, or in several of which each is given the end of the one before as it stands in the
 * latents: no frame is encoded twice, and the memory is that of one pass. Resolves to the latents of the whole clip.
 */
export async function denoisePasses(options: PassesOptions): Promise<Float32Array> {
  const { recipe, whole, checkpoint } = options
  const hops = hopsOf(whole.shape.frames - whole.lead, recipe.window)
  if (hops.length === 1) return onePass(options, whole, options.generator, checkpoint)
  const done = checkpoint?.step ?? 0
  let latents = checkpoint?.latents ?? whole.footage?.reference.slice() ?? new Float32Array(whole.latents.length)
  for (const [index, hop] of hops.entries()) {
    const before = index * recipe.steps
    if (done >= before + recipe.steps) continue
    const generator = new TorchGenerator(passSeed(recipe.seed, index))
    const { run, mask } = await beginHop(options, hop, latents, generator)
    const saved = done > before && checkpoint !== null ? checkpoint : null
    const shape = whole.shape
    const inPlace = (part: Float32Array): Float32Array => placed(latents, shape, part, hop)
    const made = await onePass(
      {
        ...options,
        mask,
        prompts: followed(options.prompts, hop.from),
        onStep: (state, denoised) =>
          options.onStep({ ...state, step: before + state.step, latents: inPlace(state.latents) }, inPlace(denoised)),
      },
      run,
      generator,
      saved && { ...saved, step: done - before, latents: framesOf(saved.latents, shape, hop.from, hop.to - hop.from) },
    )
    latents = inPlace(made)
  }
  return latents
}

async function onePass(
  options: PassesOptions,
  run: ClipRun,
  generator: TorchGenerator,
  checkpoint: Checkpoint | null,
): Promise<Float32Array> {
  const { recipe, prompts, mask, beforeRun, onStep } = options
  const scheduler = options.newScheduler()
  const saved = restored(checkpoint, run, scheduler, generator)
  const start = saved ?? firstStep({ steps: recipe.steps, strength: recipe.given?.strength ?? 1 }, run, scheduler)
  if (start.step >= recipe.steps) return start.latents
  return denoise({
    run,
    scheduler,
    generator,
    prompts,
    mask,
    window: recipe.window,
    start,
    beforeRun,
    onStep: ({ step, latents, denoised }) =>
      onStep({ step, latents, scheduler: scheduler.saveState(), generator: generator.state() }, denoised),
  })
}

/** One pass as a clip of its own: what is finished is footage to it, and so is what was given of the rest. */
async function beginHop(
  { clip, pipeline, newScheduler, temporalCompression, whole, mask: wholeMask }: PassesOptions,
  { from, to, given }: Hop,
  latents: Float32Array,
  generator: TorchGenerator,
): Promise<{ run: ClipRun; mask: LatentMask }> {
  const { shape } = whole
  const plane = shape.height * shape.width
  const mask = wholeMask?.slice(from * plane, to * plane) ?? new Float32Array((to - from) * plane).fill(1)
  mask.fill(0, 0, given * plane)
  for (let frame = from; frame < to; frame++) {
    if (whole.hold?.[frame] === 1) mask.fill(0, (frame - from) * plane, (frame - from + 1) * plane)
  }
  const kept = Array.from({ length: to - from }, (_, frame) =>
    mask.subarray(frame * plane, (frame + 1) * plane).every((share) => share === 0),
  )
  const part = {
    ...clip,
    frames: (to - from - 1) * temporalCompression + 1,
    keyframes: from === 0 ? clip.keyframes : [],
    footage:
      given === 0 && whole.footage === undefined
        ? undefined
        : { pictures: new Map(), kept, latents: framesOf(latents, shape, from, to - from) },
  }
  return { run: await pipeline.begin(part, generator, newScheduler().initNoiseSigma), mask }
}

/** `latents` with what a pass makes of its new frames. */
function placed(latents: Float32Array, shape: LatentShape, part: Float32Array, { from, to, given }: Hop): Float32Array {
  const out = latents.slice()
  const own = { ...shape, frames: to - from }
  for (let frame = given; frame < to - from; frame++) setFrame(out, shape, from + frame, framesOf(part, own, frame, 1))
  return out
}

/** Noise of its own for each pass; the first has that of the seed. The step is the golden ratio of 2^32, so that near seeds stay apart. */
function passSeed(seed: number, pass: number): number {
  return (seed + pass * 0x9e37_79b9) % 0x1_0000_0000
}

/** Puts scheduler and noise back to where the checkpoint was taken; null (from the start) where it does not fit. */
function restored(
  checkpoint: Checkpoint | null,
  run: ClipRun,
  scheduler: Scheduler,
  generator: TorchGenerator,
): { step: number; latents: Float32Array } | null {
  if (checkpoint === null) return null
  if (checkpoint.latents.length !== run.latents.length || checkpoint.step > scheduler.timesteps.length) return null
  scheduler.restoreState(checkpoint.scheduler)
  generator.restore(checkpoint.generator)
  return checkpoint
}

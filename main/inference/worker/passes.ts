import { hopsOf, type Hop } from '../../../core/generation/hops.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import { TorchGenerator } from '../noise/index.ts'
import { framesOf, setFrame } from '../pipelines/clip-start.ts'
import type { ClipRun } from '../pipelines/pipeline.ts'
import { followed } from '../sampler/prompt-runs.ts'
import type { Checkpoint } from '../sampler/checkpoint.ts'
import { denoise, type DenoiseOptions } from '../sampler/denoise.ts'
import { firstStep } from '../sampler/first-step.ts'
import { lookOf, pulledTo } from '../sampler/match-look.ts'
import type { Scheduler } from '../schedulers/index.ts'
import { beginHop, type HopOptions } from './hop-run.ts'
import { lastOf, passFrames, withPicture } from './picture-passes.ts'

export interface PassesOptions extends HopOptions, Pick<DenoiseOptions, 'prompts' | 'beforeRun' | 'predictWindows'> {
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
 * latents: no frame is encoded twice, and the memory is that of one pass. A pack that goes on from pictures is given the
 * last frame instead. Resolves to the latents of the whole clip.
 */
export async function denoisePasses(options: PassesOptions): Promise<Float32Array> {
  const { recipe, whole, checkpoint } = options
  const hops = hopsOf(whole.shape.frames - whole.lead, recipe.window)
  if (hops.length === 1) return onePass(options, whole, options.generator, checkpoint)
  const done = checkpoint?.step ?? 0
  let latents = checkpoint?.latents ?? whole.footage?.reference.slice() ?? new Float32Array(whole.latents.length)
  const bytes = 3 * options.clip.size.width * options.clip.size.height
  const latentsOf = ({ from, to }: Hop): Float32Array => framesOf(latents, whole.shape, from, to - from)
  let picture: Uint8Array | null = null
  for (const [index, hop] of hops.entries()) {
    const before = index * recipe.steps
    if (done >= before + recipe.steps) continue
    if (recipe.window?.picture === true && index > 0) {
      picture ??= await lastOf(passFrames(options, hops.slice(0, index), latents), bytes)
    }
    const generator = new TorchGenerator(passSeed(recipe.seed, index))
    const { run, mask } = await beginHop(options, hop, latents, generator, picture)
    const saved = done > before && checkpoint !== null ? checkpoint : null
    const shape = whole.shape
    const inPlace = (part: Float32Array): Float32Array => placed(latents, shape, part, hop)
    const finished = (part: Float32Array): Float32Array =>
      matched(recipe, { latents, shape }, part, hop, hops[0] as Hop)
    const made = await onePass(
      {
        ...options,
        mask,
        prompts: followed(options.prompts, hop.from),
        onStep: (state, denoised) => {
          const part = state.step === recipe.steps ? finished(state.latents) : state.latents
          return options.onStep({ ...state, step: before + state.step, latents: inPlace(part) }, inPlace(denoised))
        },
      },
      run,
      generator,
      saved && { ...saved, step: done - before, latents: latentsOf(hop) },
    )
    latents = inPlace(finished(made))
    const next = hops[index + 1]
    if (next !== undefined && recipe.window?.picture === true) {
      picture = await lastOf(run.frames(withPicture(latentsOf(hop), run, picture), generator), bytes)
    }
  }
  return latents
}

/** A finished pass with the look of the first one, as far as the recipe wants that. */
function matched(
  { window }: Recipe,
  whole: { latents: Float32Array; shape: LatentShape },
  part: Float32Array,
  { from, to, given }: Hop,
  first: Hop,
): Float32Array {
  if (window?.match === undefined || from === first.from) return part
  const look = lookOf(whole.latents, whole.shape, first.from, first.to)
  return pulledTo(look, part, { ...whole.shape, frames: to - from }, given, window.match)
}

async function onePass(
  options: PassesOptions,
  run: ClipRun,
  generator: TorchGenerator,
  checkpoint: Checkpoint | null,
): Promise<Float32Array> {
  const { recipe, prompts, mask, beforeRun, predictWindows, onStep } = options
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
    predictWindows,
    onStep: ({ step, latents, denoised }) =>
      onStep({ step, latents, scheduler: scheduler.saveState(), generator: generator.state() }, denoised),
  })
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

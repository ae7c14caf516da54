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
import { lookOf, pulledTo } from '../sampler/match-look.ts'
import type { Scheduler } from '../schedulers/index.ts'

export interface PassesOptions extends Pick<DenoiseOptions, 'prompts' | 'mask' | 'beforeRun' | 'predictWindows'> {
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
  /** Awaited after every step of every pass; steps are counted through. */
  onStep: (state: Omit<Checkpoint, 'recipe' | 'elapsedMs'>, denoised: Float32Array) => Promise<void>
}

/** What the frames of finished latents are made with. */
type FramesOptions = Omit<PassesOptions, 'prompts' | 'beforeRun' | 'predictWindows' | 'checkpoint' | 'onStep'>

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

/** The frames of the whole clip as rgb24, from finished latents. */
export function framesOfPasses(options: FramesOptions, latents: Float32Array): AsyncIterable<Uint8Array> {
  const { recipe, whole, generator } = options
  const hops = hopsOf(whole.shape.frames - whole.lead, recipe.window)
  if (recipe.window?.picture !== true || hops.length === 1) return whole.frames(latents, generator)
  return passFrames(options, hops, latents)
}

/**
 * Frames of passes that go on from pictures, each decoded as the clip of its own that it is, beginning with the picture
 * that it was given. That one is shown already.
 */
async function* passFrames(
  options: FramesOptions,
  hops: readonly Hop[],
  latents: Float32Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { whole, clip } = options
  const bytes = 3 * clip.size.width * clip.size.height
  let picture: Uint8Array | null = null
  let left = clip.frames
  for (const hop of hops) {
    const generator = new TorchGenerator(0)
    const { run } = await beginHop(options, hop, latents, generator, picture)
    const part = withPicture(framesOf(latents, whole.shape, hop.from, hop.to - hop.from), run, picture)
    let skip = picture === null ? 0 : bytes
    for await (const rgb of run.frames(part, generator)) {
      picture = rgb.slice(-bytes)
      const fresh = rgb.subarray(skip, skip + left * bytes)
      skip = 0
      left -= fresh.length / bytes
      if (fresh.length > 0) yield fresh
    }
  }
}

/** The latents of a pass with the picture that it begins with, as it was encoded. */
function withPicture(part: Float32Array, { shape, footage }: ClipRun, picture: Uint8Array | null): Float32Array {
  if (picture === null || footage === undefined) return part
  const out = part.slice()
  setFrame(out, shape, 0, framesOf(footage.reference, shape, 0, 1))
  return out
}

async function lastOf(frames: AsyncIterable<Uint8Array>, bytes: number): Promise<Uint8Array> {
  let last = new Uint8Array(0)
  for await (const rgb of frames) last = rgb.slice(-bytes)
  return last
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

/** One pass as a clip of its own: what is finished is footage to it, and so is what was given of the rest. */
async function beginHop(
  { recipe, clip, pipeline, newScheduler, temporalCompression, whole, mask: wholeMask }: FramesOptions,
  { from, to, given }: Hop,
  latents: Float32Array,
  generator: TorchGenerator,
  picture: Uint8Array | null,
): Promise<{ run: ClipRun; mask: LatentMask }> {
  const { shape } = whole
  const byPicture = recipe.window?.picture === true
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
    keyframes: clip.keyframes.filter(({ at }) => (byPicture && at > 0 ? to === shape.frames : from === 0)),
    footage:
      given === 0 && whole.footage === undefined
        ? undefined
        : {
            pictures: byPicture ? picturesFrom(clip, from * temporalCompression) : new Map(),
            kept,
            latents: under(whole, latents, { from, to, given }),
            ...(picture === null ? {} : { first: picture }),
          },
  }
  return { run: await pipeline.begin(part, generator, newScheduler().initNoiseSigma), mask }
}

/** What lies under a pass: what is finished, and the footage. The rest of `latents` may be half made, by an attempt that was stopped. */
function under({ shape, footage }: ClipRun, latents: Float32Array, { from, to, given }: Hop): Float32Array {
  const own = { ...shape, frames: to - from }
  const out = framesOf(footage?.reference ?? latents, shape, from, own.frames)
  for (let frame = 0; frame < given; frame++) setFrame(out, own, frame, framesOf(latents, shape, from + frame, 1))
  return out
}

/** Footage of a clip from a frame on, which becomes its first. */
function picturesFrom({ footage }: Clip, first: number): ReadonlyMap<number, Uint8Array> {
  return new Map([...(footage?.pictures ?? [])].flatMap(([at, rgb]) => (at < first ? [] : [[at - first, rgb]])))
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

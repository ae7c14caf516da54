import type { Hop } from '../../../core/generation/hops.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import type { TorchGenerator } from '../noise/index.ts'
import { framesOf, setFrame } from '../pipelines/clip-start.ts'
import type { Clip, ClipRun, VideoPipeline } from '../pipelines/pipeline.ts'
import type { LatentMask } from '../sampler/blend.ts'
import type { Scheduler } from '../schedulers/index.ts'

/** What passes are made of. */
export interface HopOptions {
  recipe: Recipe
  clip: Clip
  pipeline: VideoPipeline
  temporalCompression: number
  /** Of the whole clip. */
  whole: ClipRun
  /** Of the whole clip; null where there is no footage. */
  mask: LatentMask | null
  generator: TorchGenerator
  /** A fresh scheduler for each pass: it remembers steps. */
  newScheduler: () => Scheduler
}

/**
 * One pass as a clip of its own: what is finished is footage to it, and so is what was given of the rest. `picture` is what
 * it begins with, where it goes on from pictures.
 */
export async function beginHop(
  { recipe, clip, pipeline, newScheduler, temporalCompression, whole, mask: wholeMask }: HopOptions,
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

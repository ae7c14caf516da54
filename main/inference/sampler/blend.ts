import type { ClipRun } from '../pipelines/pipeline.ts'
import type { Scheduler } from '../schedulers/index.ts'

/** How much of each latent is made anew: f32[frames, height, width], 1 for all of it, 0 where the footage stays. */
export type LatentMask = Float32Array

/**
 * Latents before step `index`, with the footage as noisy as they are wherever it stays (Lugmayr et al., 2022, without
 * resampling; diffusers' inpainting pipelines do the same). After the last step the footage is clean. Frames that hold by
 * themselves are left alone.
 */
export function blended(
  latents: Float32Array,
  index: number,
  scheduler: Scheduler,
  run: ClipRun,
  mask: LatentMask | null,
): Float32Array {
  if (mask === null || run.footage === undefined) return latents
  const { reference, noise } = run.footage
  const isLast = index === scheduler.timesteps.length
  return mixed(latents, isLast ? reference : scheduler.addNoise(reference, noise, index), run, mask)
}

/** `latents` where the mask says anew, `footage` where it says stay. */
export function mixed(latents: Float32Array, footage: Float32Array, run: ClipRun, mask: LatentMask): Float32Array {
  const { channels, frames, height, width } = run.shape
  const plane = height * width
  const out = latents.slice()
  for (let frame = 0; frame < frames; frame++) {
    if (run.hold?.[frame] === 1) continue
    for (let channel = 0; channel < channels; channel++) {
      const start = (channel * frames + frame) * plane
      for (let p = 0; p < plane; p++) {
        const share = mask[frame * plane + p] as number
        if (share === 1) continue
        const old = footage[start + p] as number
        out[start + p] = share === 0 ? old : old + share * ((latents[start + p] as number) - old)
      }
    }
  }
  return out
}

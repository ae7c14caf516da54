import { latentRange } from './latent-time.ts'
import { abilitiesOf } from './abilities.ts'
import type { PackManifest } from './manifest.ts'
import type { Recipe } from './recipe.ts'
import { windowStarts } from './windows.ts'

/** One pass of a long clip, in latent frames: `from` to `to`, of which the first `given` are there already. */
export interface Hop {
  from: number
  to: number
  given: number
}

/**
 * The passes that make a clip of `frames` latent frames, one after the other. Each begins `stride` after the one before
 * and is given what they share; the last one is as short as it may be. One pass without a window, or with one that is
 * averaged instead.
 */
export function hopsOf(frames: number, window: Recipe['window']): Hop[] {
  if (window?.hops !== true || frames <= window.length) return [{ from: 0, to: frames, given: 0 }]
  const overlap = window.length - window.stride
  const hops: Hop[] = [{ from: 0, to: window.length, given: 0 }]
  for (let done = window.length; done < frames; done += window.stride) {
    const to = Math.min(frames, done + window.stride)
    if (window.picture === true) {
      hops.push({ from: done - 1, to, given: 1 })
      continue
    }
    // A short last pass sees more of what is there, so that it is no shorter than the others.
    const from = Math.max(0, to - window.length)
    hops.push({ from, to, given: Math.max(overlap, done - from) })
  }
  return hops
}

/** Latent frames that the model predicts at a step of every pass and window of a clip of `frames` latent frames. */
export function predictedFrames(frames: number, window: Recipe['window']): number {
  if (window?.hops === true) return hopsOf(frames, window).reduce((sum, { from, to }) => sum + to - from, 0)
  return windowStarts(frames, window).length * Math.min(frames, window?.length ?? frames)
}

/**
 * How a pack makes a clip that is longer than one pass, null where it is not. A pack that goes on from frames that it is
 * given does so; one with a latent frame for each frame averages overlapping windows, which move at every other step.
 * `match` is the recipe's, 0 for none.
 */
export function windowFor(frames: number, manifest: PackManifest, match: number): Recipe['window'] {
  const { window, pass = window } = manifest.frames
  if (frames <= window) return null
  const { temporalCompression } = manifest.latents
  if (temporalCompression === 1 && !abilitiesOf(manifest).hops) {
    return { length: window, stride: Math.max(1, Math.floor(window / 2)), alternate: true }
  }
  const length = latentRange({ from: 0, to: pass }, temporalCompression).to
  const hops = { hops: true, ...(match > 0 ? { match } : {}) } as const
  if (manifest.conditioning?.kind === 'channels') {
    // Each pass begins with the frame that the last one ended with. They are about as long as each other.
    const made = latentRange({ from: 0, to: frames }, temporalCompression).to - 1
    const stride = Math.ceil(made / Math.ceil(made / (length - 1)))
    return { length: stride + 1, stride, ...hops, picture: true }
  }
  return { length, stride: Math.max(1, Math.floor((length * 3) / 4)), ...hops }
}

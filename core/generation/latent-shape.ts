import type { PackManifest } from './manifest.ts'
import type { Size } from './recipe.ts'

/** Sampler latents of one clip or one window, as [channels, frames, height, width] in row-major order. */
export interface LatentShape {
  channels: number
  frames: number
  height: number
  width: number
}

/**
 * Latents that hold a clip of `frames` frames. A clip shorter than the length that a graph insists on is made whole, and
 * one that a compressed time cannot hit exactly is made longer; both are cut when they are decoded.
 */
export function latentShape(
  { latents, frames: { rule, window } }: PackManifest,
  frames: number,
  size: Size,
): LatentShape {
  const made = rule === 'window' ? Math.max(frames, window) : frames
  return {
    channels: latents.channels,
    frames: Math.ceil((made - 1) / latents.temporalCompression) + 1,
    height: size.height / latents.spatialCompression,
    width: size.width / latents.spatialCompression,
  }
}

export function latentCount({ channels, frames, height, width }: LatentShape): number {
  return channels * frames * height * width
}

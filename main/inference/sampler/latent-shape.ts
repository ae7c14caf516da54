import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import type { LatentShape } from '../pipelines/pipeline.ts'

/**
 * Latents of a clip of `frames` frames. A clip shorter than the length that a graph insists on is made whole and cut
 * when it is decoded.
 */
export function latentShape({ frames, size }: Pick<Recipe, 'frames' | 'size'>, manifest: PackManifest): LatentShape {
  const { channels, spatialCompression } = manifest.latents
  return {
    channels,
    frames: manifest.frames.rule === 'free' ? frames : Math.max(frames, manifest.frames.window),
    height: size.height / spatialCompression,
    width: size.width / spatialCompression,
  }
}

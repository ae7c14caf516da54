import type { Preview } from '../../../core/contract/events.ts'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { LatentShape } from '../../../core/generation/latent-shape.ts'

/** A preview is glanced at while waiting; a long clip is thinned out to this many images. */
const MOST_IMAGES = 64

/**
 * Small colour images straight from latents, by the linear map of the pack's manifest: one pixel for each latent. Costs
 * about a millisecond, so it can be made at every step. Shows `count` latent frames after the first `lead`.
 */
export function latentPreview(
  latents: Float32Array,
  shape: LatentShape,
  { lead, count: frames }: { lead: number; count: number },
  step: number,
  { latentRgb, bias }: PackManifest['preview'],
): Preview {
  const plane = shape.height * shape.width
  const every = Math.ceil(frames / MOST_IMAGES)
  const count = Math.ceil(frames / every)
  const rgb = new Uint8ClampedArray(count * plane * 3)
  // All colours of a pixel at once, so that latents are read once: they are not in the cache after a run of the model.
  const weights = Float64Array.from(latentRgb.flat())
  const [red, green, blue] = bias as [number, number, number]
  for (let image = 0; image < count; image++) {
    for (let p = 0; p < plane; p++) {
      let [r, g, b] = [red, green, blue]
      for (let w = 0, from = (lead + image * every) * plane + p; w < weights.length; w += 3) {
        const value = latents[from] as number
        r += value * (weights[w] as number)
        g += value * (weights[w + 1] as number)
        b += value * (weights[w + 2] as number)
        from += shape.frames * plane
      }
      const pixel = (image * plane + p) * 3
      rgb[pixel] = r * 255
      rgb[pixel + 1] = g * 255
      rgb[pixel + 2] = b * 255
    }
  }
  return { width: shape.width, height: shape.height, count, step, rgb: Buffer.from(rgb.buffer).toString('base64') }
}

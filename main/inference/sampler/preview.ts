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
  for (let image = 0; image < count; image++) {
    for (let p = 0; p < plane; p++) {
      let [r, g, b] = bias
      for (const [channel, row] of latentRgb.entries()) {
        const value = latents[(channel * shape.frames + lead + image * every) * plane + p] as number
        r += value * row[0]
        g += value * row[1]
        b += value * row[2]
      }
      rgb.set([r * 255, g * 255, b * 255], (image * plane + p) * 3)
    }
  }
  return { width: shape.width, height: shape.height, count, step, rgb: Buffer.from(rgb.buffer).toString('base64') }
}

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
  // One colour of one image after the other: a plain sum over channels, many times a second.
  const sum = new Float64Array(plane)
  for (let image = 0; image < count; image++) {
    for (let colour = 0; colour < 3; colour++) {
      sum.fill(bias[colour] as number)
      for (let channel = 0; channel < latentRgb.length; channel++) {
        const weight = latentRgb[channel]?.[colour] as number
        const from = (channel * shape.frames + lead + image * every) * plane
        for (let p = 0; p < plane; p++) sum[p] = (sum[p] as number) + (latents[from + p] as number) * weight
      }
      for (let p = 0; p < plane; p++) rgb[(image * plane + p) * 3 + colour] = (sum[p] as number) * 255
    }
  }
  return { width: shape.width, height: shape.height, count, step, rgb: Buffer.from(rgb.buffer).toString('base64') }
}

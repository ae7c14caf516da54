import type { LatentShape } from '../../../core/generation/latent-shape.ts'

/** Mean and standard deviation of each channel. */
export interface Look {
  mean: Float64Array
  spread: Float64Array
}

/** Frames over which a pass turns to the look of the first one, so that no jump shows where it begins. */
const TURN = 4

/** The look of the latent frames from `from` on, up to `to`. */
export function lookOf(latents: Float32Array, shape: LatentShape, from: number, to: number): Look {
  const plane = shape.height * shape.width
  const count = (to - from) * plane
  const mean = new Float64Array(shape.channels)
  const spread = new Float64Array(shape.channels)
  for (let channel = 0; channel < shape.channels; channel++) {
    const start = (channel * shape.frames + from) * plane
    const values = latents.subarray(start, start + count)
    mean[channel] = values.reduce((sum, value) => sum + value, 0) / count
    const middle = mean[channel] as number
    spread[channel] = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / count)
  }
  return { mean, spread }
}

/**
 * A pass whose latent frames from `given` on are pulled to a look: `strength` of the way to (x - mean) / spread of their
 * own times the look's, channel by channel. That is adaptive instance normalisation (Huang and Belongie, 2017), as LTX's
 * long clips of several prompts use it in diffusers. A channel without any spread keeps its own.
 */
export function pulledTo(
  look: Look,
  pass: Float32Array,
  shape: LatentShape,
  given: number,
  strength: number,
): Float32Array {
  const own = lookOf(pass, shape, given, shape.frames)
  const plane = shape.height * shape.width
  const out = pass.slice()
  for (let channel = 0; channel < shape.channels; channel++) {
    const [from, to] = [own.mean[channel] as number, look.mean[channel] as number]
    const wide = own.spread[channel] as number
    const scale = wide === 0 ? 1 : (look.spread[channel] as number) / wide
    for (let frame = given; frame < shape.frames; frame++) {
      const share = strength * Math.min(1, (frame - given + 1) / TURN)
      const start = (channel * shape.frames + frame) * plane
      for (let p = start; p < start + plane; p++) {
        const value = pass[p] as number
        out[p] = value + share * ((value - from) * scale + to - value)
      }
    }
  }
  return out
}

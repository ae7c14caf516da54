import { notNumbers } from '../runtime/not-numbers.ts'

const f32 = Math.fround

/** f32[n, 3, pixels] in -1..1 to rgb24. Throws `FRAMES_BROKEN` for what is not a number. */
export function framesToRgb24(image: Float32Array, count: number, pixels: number): Uint8Array {
  return toRgb24(image, count, pixels, 3 * pixels, pixels)
}

/** The first `count` frames of f32[3, n, pixels] in -1..1 to rgb24. Throws `FRAMES_BROKEN` for what is not a number. */
export function clipToRgb24(image: Float32Array, count: number, pixels: number): Uint8Array {
  return toRgb24(image, count, pixels, pixels, image.length / 3)
}

function toRgb24(
  image: Float32Array,
  count: number,
  pixels: number,
  frameStep: number,
  channelStep: number,
): Uint8Array {
  const rgb = new Uint8Array(count * pixels * 3)
  // One such value makes the sum one, and a sum costs next to nothing.
  let sum = 0
  for (let frame = 0; frame < count; frame++) {
    for (let channel = 0; channel < 3; channel++) {
      const source = frame * frameStep + channel * channelStep
      const target = frame * pixels * 3 + channel
      for (let i = 0; i < pixels; i++) {
        const value = Math.min(1, Math.max(0, (image[source + i] as number) / 2 + 0.5))
        sum += value
        rgb[target + 3 * i] = Math.round(value * 255)
      }
    }
  }
  if (Number.isNaN(sum)) throw notNumbers('the latents are kept')
  return rgb
}

/** One rgb24 picture as f32[3, pixels] in -1..1. */
export function fromRgb24(rgb: Uint8Array): Float32Array {
  const pixels = rgb.length / 3
  const image = new Float32Array(rgb.length)
  for (let i = 0; i < pixels; i++) {
    for (let channel = 0; channel < 3; channel++) {
      image[channel * pixels + i] = f32(2 * f32((rgb[3 * i + channel] as number) / 255)) - 1
    }
  }
  return image
}

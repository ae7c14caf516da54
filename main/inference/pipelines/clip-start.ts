import { latentCount, type LatentShape } from '../../../core/generation/latent-shape.ts'
import type { TorchGenerator } from '../noise/index.ts'
import type { ClipStart } from './pipeline.ts'

/** Noise as the reference draws it: N(0, 1) for the whole clip at once, times the schedule's first noise level. */
export function startFromNoise(shape: LatentShape, generator: TorchGenerator, noiseScale: number): ClipStart {
  const noise = generator.randn(latentCount(shape))
  const latents = noiseScale === 1 ? noise : noise.map((value) => value * noiseScale)
  return { shape, lead: 0, latents, hold: null }
}

/** The same, drawn as f32[frames, channels, height, width]: the frames of a clip that is made of footage, in a batch. */
export function startFromFrameNoise(shape: LatentShape, generator: TorchGenerator, noiseScale: number): ClipStart {
  const drawn = startFromNoise(shape, generator, noiseScale)
  const latents = new Float32Array(drawn.latents.length)
  const each = latents.length / shape.frames
  for (let frame = 0; frame < shape.frames; frame++) {
    setFrame(latents, shape, frame, drawn.latents.subarray(frame * each, (frame + 1) * each))
  }
  return { ...drawn, latents }
}

/** `frame` f32[channels, height, width] put into latent frame `index`. */
export function setFrame(latents: Float32Array, shape: LatentShape, index: number, frame: Float32Array): void {
  const plane = shape.height * shape.width
  for (let channel = 0; channel < shape.channels; channel++) {
    latents.set(frame.subarray(channel * plane, (channel + 1) * plane), (channel * shape.frames + index) * plane)
  }
}

/** `count` latent frames from `start` on, of [channels, frames, height, width]. */
export function framesOf(latents: Float32Array, shape: LatentShape, start: number, count: number): Float32Array {
  const plane = shape.height * shape.width
  const out = new Float32Array(shape.channels * count * plane)
  for (let channel = 0; channel < shape.channels; channel++) {
    const from = (channel * shape.frames + start) * plane
    out.set(latents.subarray(from, from + count * plane), channel * count * plane)
  }
  return out
}

/** The share of the noise that a held frame is told of: none where it holds wholly. For each token, frame by frame. */
export function tokenTimesteps(
  shape: LatentShape,
  patch: number,
  hold: Float32Array | null,
  timestep: number,
): Float32Array {
  const each = (shape.height / patch) * (shape.width / patch)
  const out = new Float32Array(shape.frames * each)
  for (let frame = 0; frame < shape.frames; frame++) {
    const most = Math.fround(Math.fround(1 - (hold?.[frame] ?? 0)) * 1000)
    out.fill(Math.min(timestep, most), frame * each, (frame + 1) * each)
  }
  return out
}

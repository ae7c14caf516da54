import type { PackManifest } from '../../../core/generation/manifest.ts'

type Scaling = Pick<PackManifest['latents'], 'scale' | 'shift' | 'mean' | 'std'>
const f32 = Math.fround

/** Sampler latents of one channel as the VAE takes them. */
export function toVae({ scale, shift, mean, std }: Scaling, channel: number): (value: number) => number {
  if (mean === undefined || std === undefined) {
    const inverse = f32(1 / scale)
    return (value) => f32(value * inverse) + shift
  }
  const [middle, spread] = [f32(mean[channel] ?? 0), f32(std[channel] ?? 1)]
  return (value) => f32(f32(value * spread) / scale) + middle
}

/** The VAE's latents of one channel as the sampler takes them. */
export function fromVae({ scale, shift, mean, std }: Scaling, channel: number): (value: number) => number {
  if (mean === undefined || std === undefined) return (value) => f32(value - shift) * scale
  const [middle, spread] = [f32(mean[channel] ?? 0), f32(std[channel] ?? 1)]
  return (value) => f32(f32(value - middle) * scale) / spread
}

import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import type { Span } from '../../../core/generation/memory/spans.ts'
import type { TorchGenerator } from '../noise/index.ts'
import { float32 } from '../runtime/tensors.ts'
import { framesOf } from './clip-start.ts'
import type { FamilyParts } from './family.ts'
import { toVae } from './latent-scale.ts'
import { outputOf } from './outputs.ts'
import type { Clip, ClipStart } from './pipeline.ts'
import { clipToRgb24 } from './pixels.ts'
import { decodeSpans } from './spans.ts'
import { decodeTiled, tileOf } from './tiled.ts'

const f32 = Math.fround

/**
 * The frames of a clip of LTX-Video as rgb24: all at once, or span by span where the clip asks for spans, and each of
 * those whole or in tiles. A decoder that is told how much noise is left gets some from `generator`, for the whole clip.
 */
export async function* decodeLtx(
  { manifest, graphs }: FamilyParts,
  state: Float32Array,
  { shape: all, lead }: ClipStart,
  clip: Clip,
  generator: TorchGenerator,
): AsyncGenerator<Uint8Array, void, undefined> {
  const graph = await graphs.get('vae_decoder')
  const shape = { ...all, frames: all.frames - lead }
  const codes = codesOf({ manifest, graphs }, framesOf(state, all, lead, shape.frames), shape, generator)
  const { channels, frames, height, width } = shape
  const pixels = clip.size.width * clip.size.height
  const { temporalCompression: step, spatialCompression: scale } = manifest.latents
  const time = manifest.decodeNoise && { timestep: float32(Float32Array.of(manifest.decodeNoise.timestep), [1]) }
  const frame = { height, width }

  const decode = async ({ from, count }: Span): Promise<Float32Array> => {
    const part = framesOf(codes, shape, from, count)
    const run = async (latents: Float32Array, size: typeof frame): Promise<Float32Array> => {
      const sample = float32(latents, [1, channels, count, size.height, size.width])
      const results = await graph.run({ latent_sample: sample, ...time })
      return outputOf(results, 'sample', ((count - 1) * step + 1) * 3 * size.height * size.width * scale ** 2)
    }
    if (clip.tile === null) return run(part, frame)
    return decodeTiled({ frame, tile: clip.tile, scale }, (tile) => run(tileOf(part, frame, tile), tile))
  }

  let done = 0
  for await (const { values, count } of decodeSpans({ frames, span: clip.span, step, pixels }, decode)) {
    const rgb = clipToRgb24(values, count, pixels)
    for (let at = 0; at < count && done < clip.frames; at++, done++) {
      yield rgb.subarray(at * pixels * 3, (at + 1) * pixels * 3)
    }
  }
}

/** What the decoder takes: latents at its own scale, a little noisy where it wants that. */
function codesOf(
  { manifest: { latents, decodeNoise } }: FamilyParts,
  codes: Float32Array,
  { channels, frames, height, width }: LatentShape,
  generator: TorchGenerator,
): Float32Array {
  const each = frames * height * width
  for (let channel = 0; channel < channels; channel++) {
    const part = codes.subarray(channel * each, (channel + 1) * each)
    part.set(part.map(toVae(latents, channel)))
  }
  if (decodeNoise !== undefined) {
    const share = f32(decodeNoise.scale)
    const noise = generator.randn(codes.length)
    codes.forEach((value, i) => (codes[i] = f32(f32(1 - share) * value) + f32(share * (noise[i] as number))))
  }
  return codes
}

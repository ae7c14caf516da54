import { latentCount, latentShape, type LatentShape } from '../../../core/generation/latent-shape.ts'
import type { Family } from './family.ts'
import { startFromNoise } from './clip-start.ts'
import { predictGuided, textTensor } from './guidance.ts'
import { toVae } from './latent-scale.ts'
import { outputOf } from './outputs.ts'
import type { Clip, TextEmbeds } from './pipeline.ts'
import { framesToRgb24 } from './pixels.ts'
import { float32, numbers, stacked, type NumberType } from '../runtime/tensors.ts'

/**
 * Pixels decoded at once. Four frames of 128 x 128 are faster than one or sixteen, in half the memory of sixteen; and
 * memory stays flat whatever the length.
 */
const DECODE_PIXELS = 1 << 16

/** Frames that the reference gives to a temporal decoder at once; it does not blend where two such runs meet. */
const TEMPORAL_RUN = 14

/**
 * Models with one latent frame for each frame: Latte (Ma et al., 2024; diffusers' `LattePipeline`), a factorised video
 * transformer with T5, and AnimateDiff (Guo et al., 2023), a Stable Diffusion U-Net with motion modules and CLIP.
 */
export const framewise: Family = ({ manifest, graphs }) => {
  const { latents: scaling, guidance } = manifest

  return {
    begin: async (clip, generator, noiseScale) => ({
      ...startFromNoise(latentShape(manifest, clip.frames, clip.size), generator, noiseScale),
      beforeStep: (latents) => latents,
      predict: async (latents, shape, timestep, text) => {
        const graph = await graphs.get('transformer')
        const { channels, frames, height, width } = shape
        const feeds = (texts: readonly TextEmbeds[]) => ({
          hidden_states: float32(stacked(texts.map(() => latents)), [texts.length, channels, frames, height, width]),
          encoder_hidden_states: textTensor(texts),
          timestep: numbers(
            graph.io.inputs['timestep']?.dtype as NumberType,
            texts.map(() => timestep),
            [texts.length],
          ),
        })
        const count = latentCount(shape)
        return predictGuided(graph, feeds, { layout: guidance.layout, text, guidance: text.guidance, count })
      },
      frames: (latents) => decode(latents, latentShape(manifest, clip.frames, clip.size), clip),
    }),
  }

  async function* decode(
    latents: Float32Array,
    shape: LatentShape,
    clip: Clip,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const { channels, frames, height, width } = shape
    const graph = await graphs.get(clip.temporalDecoder ? 'vae_temporal_decoder' : 'vae_decoder')
    const plane = height * width
    const pixels = clip.size.width * clip.size.height
    const run = clip.temporalDecoder ? TEMPORAL_RUN : Math.max(1, Math.floor(DECODE_PIXELS / pixels))
    const last = clip.temporalDecoder ? frames : clip.frames
    const scale = Array.from({ length: channels }, (_, channel) => toVae(scaling, channel))
    for (let from = 0; from < clip.frames; from += run) {
      const count = Math.min(run, last - from)
      const input = new Float32Array(count * channels * plane)
      for (let frame = 0; frame < count; frame++) {
        for (const [channel, scaled] of scale.entries()) {
          const source = (channel * frames + from + frame) * plane
          input.set(latents.subarray(source, source + plane).map(scaled), (frame * channels + channel) * plane)
        }
      }
      const results = await graph.run({ latent_sample: float32(input, [count, channels, height, width]) })
      const rgb = framesToRgb24(outputOf(results, 'sample', count * 3 * pixels), count, pixels)
      yield rgb.subarray(0, Math.min(count, clip.frames - from) * pixels * 3)
    }
  }
}

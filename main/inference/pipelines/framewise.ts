import { latentCount, latentShape, type LatentShape } from '../../../core/generation/latent-shape.ts'
import { decodeRun } from '../../../core/generation/memory/decode-run.ts'
import type { TorchGenerator } from '../noise/index.ts'
import type { Family, FamilyParts } from './family.ts'
import { setFrame, startFromFrameNoise, startFromNoise } from './clip-start.ts'
import { cannotEncode, overFootage } from './footage.ts'
import { predictGuided, textTensor } from './guidance.ts'
import { fromVae, toVae } from './latent-scale.ts'
import { outputOf } from './outputs.ts'
import type { Clip, ClipStart, TextEmbeds } from './pipeline.ts'
import { framesToRgb24, fromRgb24 } from './pixels.ts'
import { decodeTiled, tileOf } from './tiled.ts'
import type { Graph } from '../runtime/session.ts'
import { float32, numbers, stacked, type NumberType } from '../runtime/tensors.ts'

/** Latte (Ma et al., 2024; diffusers' `LattePipeline`): a factorised video transformer with T5. */
export const latte: Family = (parts) => framewise(parts, startFromNoise)

/**
 * AnimateDiff (Guo et al., 2023; diffusers' `AnimateDiffPipeline`, and over footage `AnimateDiffVideoToVideoPipeline`, which
 * draws its noise frame by frame): a Stable Diffusion U-Net with motion modules and CLIP.
 */
export const animatediff: Family = (parts) => framewise(parts, startFromFrameNoise)

/** Models with one latent frame for each frame. */
function framewise({ manifest, graphs }: FamilyParts, startOverFootage: typeof startFromNoise): ReturnType<Family> {
  const { latents: scaling, guidance } = manifest

  // A run has read it all by the time it is over.
  let batch: Float32Array | undefined
  return {
    begin: async (clip, generator, noiseScale) => ({
      ...(await startOf(clip, generator, noiseScale)),
      beforeStep: (latents) => latents,
      predict: async (latents, shape, timestep, text) => {
        const graph = await graphs.get('transformer')
        const { channels, frames, height, width } = shape
        const feeds = (texts: readonly TextEmbeds[]) => ({
          hidden_states: float32(
            (batch = stacked(
              texts.map(() => latents),
              batch,
            )),
            [texts.length, channels, frames, height, width],
          ),
          encoder_hidden_states: textTensor(texts),
          timestep: numbers(
            graph.io.inputs['timestep']?.dtype as NumberType,
            texts.map(() => timestep),
            [texts.length],
          ),
        })
        const count = latentCount(shape)
        const { split } = graphs.thrift
        return predictGuided(graph, feeds, { layout: guidance.layout, split, text, guidance: text.guidance, count })
      },
      frames: (latents) => decode(latents, latentShape(manifest, clip.frames, clip.size), clip),
    }),
  }

  /** f32[count, 3, pixels], whole or in tiles. */
  async function decodeRuns(graph: Graph, input: Float32Array, dims: readonly number[], clip: Clip) {
    const [count = 0, channels = 0, height = 0, width = 0] = dims
    const decode = async (part: Float32Array, size: { height: number; width: number }): Promise<Float32Array> => {
      const results = await graph.run({ latent_sample: float32(part, [count, channels, size.height, size.width]) })
      return outputOf(results, 'sample', count * 3 * size.height * size.width * scaling.spatialCompression ** 2)
    }
    if (clip.tile === null) return decode(input, { height, width })
    const options = { frame: { height, width }, tile: clip.tile, scale: scaling.spatialCompression }
    return decodeTiled(options, (tile) => decode(tileOf(input, { height, width }, tile), tile))
  }

  /** Given frames take the place of their noise; a model that learnt to see them so is shown them without any. */
  async function startOf(clip: Clip, generator: TorchGenerator, noiseScale: number): Promise<ClipStart> {
    const begin = clip.footage === undefined ? startFromNoise : startOverFootage
    const start = begin(latentShape(manifest, clip.frames, clip.size), generator, noiseScale)
    const takesClean = manifest.conditioning?.kind === 'clean'
    if (clip.footage !== undefined) {
      const reference = clip.footage.latents ?? (await encode(clip.footage.pictures, start.shape, clip))
      return overFootage(start, reference, clip.footage, { takesClean, noiseScale })
    }
    if (clip.keyframes.length === 0) return start
    const pictures = new Map(clip.keyframes.map(({ at, rgb }) => [at, rgb]))
    const kept = Array.from({ length: start.shape.frames }, (_, frame) => pictures.has(frame))
    const reference = await encode(pictures, start.shape, clip)
    return overFootage(start, reference, { pictures, kept }, { takesClean, noiseScale })
  }

  /** Sampler latents of the given frames; nothing where none is given. */
  async function encode(
    pictures: ReadonlyMap<number, Uint8Array>,
    shape: LatentShape,
    { size }: Clip,
  ): Promise<Float32Array> {
    if (manifest.components.vae_encoder === undefined) throw cannotEncode(manifest.title)
    const graph = await graphs.get('vae_encoder')
    const { channels, height, width } = shape
    const plane = height * width
    const out = new Float32Array(latentCount(shape))
    const scale = Array.from({ length: channels }, (_, channel) => fromVae(scaling, channel))
    for (const [frame, rgb] of pictures) {
      const sample = float32(fromRgb24(rgb), [1, 3, size.height, size.width])
      // Mean and log variance, one after the other.
      const mean = outputOf(await graph.run({ sample }), 'latent_parameters', 2 * channels * plane)
      setFrame(
        out,
        shape,
        frame,
        mean
          .slice(0, channels * plane)
          .map((value, i) => (scale[Math.floor(i / plane)] as (v: number) => number)(value)),
      )
    }
    return out
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
    const run = decodeRun(clip, graphs.thrift.singly)
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
      const sample = await decodeRuns(graph, input, [count, channels, height, width], clip)
      const rgb = framesToRgb24(sample, count, pixels)
      yield rgb.subarray(0, Math.min(count, clip.frames - from) * pixels * 3)
    }
  }
}

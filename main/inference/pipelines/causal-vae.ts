import type { Tensor } from 'onnxruntime-node'
import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { Size } from '../../../core/generation/recipe.ts'
import { float32, valuesOf } from '../runtime/tensors.ts'
import { framesOf, setFrame } from './clip-start.ts'
import type { GraphSet } from './graph-set.ts'
import { fromVae, toVae } from './latent-scale.ts'
import { outputOf } from './outputs.ts'
import type { Clip } from './pipeline.ts'
import { clipToRgb24, fromRgb24 } from './pixels.ts'
import { decodeTiled, tileOf, type Tile } from './tiled.ts'

/** What the layers remember from one latent frame to the next. */
type Memory = Record<string, Tensor>
const NEXT = 'next_'
/** Pixels for each latent of the VAE that folds none. */
const FOLDED = 8

/**
 * A VAE that is causal in time, as graphs that are given what their layers remember: `X` for the first latent frame,
 * `X_next` for every later one. Whatever `X_next` takes besides its sample is a memory `M` that the run before gave as
 * `next_M`. Memory stays the same whatever the length, and the frames are those of one pass over the whole clip.
 */
export class CausalVae {
  readonly #manifest: PackManifest
  readonly #graphs: GraphSet

  constructor(manifest: PackManifest, graphs: GraphSet) {
    this.#manifest = manifest
    this.#graphs = graphs
  }

  /** The frames of a clip as rgb24: one, then `temporalCompression` at a time. */
  async *decode(latents: Float32Array, shape: LatentShape, clip: Clip): AsyncGenerator<Uint8Array, void, undefined> {
    const { channels, height, width } = shape
    const pixels = clip.size.width * clip.size.height
    const { spatialCompression: spatial } = this.#manifest.latents
    // Wan's second VAE folds two by two pixels into one value, and blends those.
    const grain = spatial / FOLDED
    const scale = Array.from({ length: channels }, (_, channel) => toVae(this.#manifest.latents, channel))
    const plane = height * width
    // Tiles go through the clip side by side: each has a memory of its own.
    const memories: Memory[] = []
    let done = 0
    for (let frame = 0; frame < shape.frames && done < clip.frames; frame++) {
      const graph = await this.#graphs.get(frame === 0 ? 'vae_decoder' : 'vae_decoder_next')
      const input = framesOf(latents, shape, frame, 1)
      scale.forEach((scaled, channel) => {
        const part = input.subarray(channel * plane, (channel + 1) * plane)
        part.set(part.map(scaled))
      })
      const count = frame === 0 ? 1 : this.#manifest.latents.temporalCompression
      const run = async (part: Float32Array, tile: Tile): Promise<Float32Array> => {
        const results = await graph.runTensors({
          latent_sample: float32(part, [1, channels, 1, tile.height, tile.width]),
          ...memories[tile.index],
        })
        memories[tile.index] = remembered(results)
        return outputOf(valuesOf(results), 'sample', count * 3 * tile.height * tile.width * spatial ** 2)
      }
      const sample =
        clip.tile === null
          ? await run(input, { top: 0, left: 0, height, width, index: 0 })
          : await decodeTiled({ frame: shape, tile: clip.tile, scale: spatial, grain }, (tile) =>
              run(tileOf(input, shape, tile), tile),
            )
      const rgb = clipToRgb24(sample, count, pixels)
      const kept = Math.min(count, clip.frames - done)
      done += kept
      yield rgb.subarray(0, kept * pixels * 3)
    }
  }

  /** Sampler latents of a clip that shows `pictures` (by frame) and mid grey everywhere else. */
  async encode(pictures: ReadonlyMap<number, Uint8Array>, shape: LatentShape, size: Size): Promise<Float32Array> {
    const pixels = size.width * size.height
    const { channels, height, width } = shape
    const plane = height * width
    const out = new Float32Array(channels * shape.frames * plane)
    let memory: Memory = {}
    for (let frame = 0; frame < shape.frames; frame++) {
      const graph = await this.#graphs.get(frame === 0 ? 'vae_encoder' : 'vae_encoder_next')
      const count = frame === 0 ? 1 : this.#manifest.latents.temporalCompression
      const from = frame === 0 ? 0 : (frame - 1) * count + 1
      const input = new Float32Array(3 * count * pixels)
      for (let i = 0; i < count; i++) {
        const rgb = pictures.get(from + i)
        if (rgb === undefined) continue
        const image = fromRgb24(rgb)
        for (let c = 0; c < 3; c++) input.set(image.subarray(c * pixels, (c + 1) * pixels), (c * count + i) * pixels)
      }
      const results = await graph.runTensors({
        sample: float32(input, [1, 3, count, size.height, size.width]),
        ...memory,
      })
      memory = remembered(results)
      // Mean and log variance, one after the other: the mean is the reference's choice here.
      const mean = outputOf(valuesOf(results), 'latent_parameters', channels * plane).slice(0, channels * plane)
      for (let channel = 0; channel < channels; channel++) {
        const part = mean.subarray(channel * plane, (channel + 1) * plane)
        part.set(part.map(fromVae(this.#manifest.latents, channel)))
      }
      setFrame(out, shape, frame, mean)
    }
    return out
  }
}

function remembered(results: Record<string, Tensor>): Memory {
  const found = Object.entries(results).filter(([name]) => name.startsWith(NEXT))
  return Object.fromEntries(found.map(([name, tensor]) => [name.slice(NEXT.length), tensor]))
}

import { CortadoError } from '../../../core/errors.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import type { PackFolder } from '../packs/read-pack.ts'
import { openGraph, type Graph } from '../runtime/session.ts'
import { float32, int64, product, repeated, type NumberType } from '../runtime/tensors.ts'
import { openTokenizer } from '../tokenizer/open-tokenizer.ts'
import type { TextTokenizer } from '../tokenizer/text-tokenizer.ts'
import { guide } from './guidance.ts'
import type { Abilities, Conditioning, LatentShape, VideoPipeline } from './pipeline.ts'

const LATTE_ABILITIES: Abilities = {
  textToVideo: true,
  imageToVideo: false,
  negativePrompt: true,
  windows: true,
}

/** Packs below this keep all of their graphs loaded between jobs; larger ones hold one at a time. */
const KEEP_LOADED_BYTES = 1 << 30

type Part = 'text_encoder' | 'transformer' | 'vae_decoder'

/** Latte (Ma et al., 2024; diffusers' `LattePipeline`): T5 text, a factorised video transformer, a per-frame VAE. */
export async function openLatte(pack: PackFolder, provider: Provider): Promise<VideoPipeline> {
  const { manifest } = pack
  const tokenizer = await openTokenizer(pack)
  const keepAll = manifest.memory.weightsBytes <= KEEP_LOADED_BYTES
  const graphs = new Map<Part, Graph>()

  const graph = async (part: Part): Promise<Graph> => {
    if (!keepAll) await releaseAll(graphs, part)
    const open = graphs.get(part) ?? (await openGraph(pack, part, provider))
    graphs.set(part, open)
    return open
  }

  return {
    abilities: LATTE_ABILITIES,
    encode: async (prompt, negativePrompt, guidance) => {
      const texts = guidance > 1 ? [negativePrompt, prompt] : [prompt]
      return encode(await graph('text_encoder'), tokenizer, texts, manifest.text.maskFeature)
    },
    predict: async (latents, shape, timestep, conditioning, guidance) =>
      predict(await graph('transformer'), latents, shape, timestep, conditioning, guidance),
    decode: async (latents, shape, from, to) =>
      decode(await graph('vae_decoder'), latents, shape, from, to, manifest.latents),
    release: () => releaseAll(graphs, null),
  }
}

async function releaseAll(graphs: Map<Part, Graph>, except: Part | null): Promise<void> {
  for (const [part, graph] of graphs) {
    if (part === except) continue
    graphs.delete(part)
    await graph.release()
  }
}

/**
 * Texts to embeddings, the positive prompt last. With `maskFeature` the length of the positive prompt cuts all of them,
 * the negative one too, whatever its own length: so does the reference.
 */
async function encode(
  graph: Graph,
  tokenizer: TextTokenizer,
  texts: readonly string[],
  maskFeature: boolean,
): Promise<Conditioning> {
  const parts: Float32Array[] = []
  let length = 0
  let width = 0
  for (const text of texts) {
    const tokens = tokenizer.encode(text)
    const dims = [1, tokens.ids.length]
    const inputs = { input_ids: int64(tokens.ids, dims), attention_mask: int64(tokens.mask, dims) }
    const { last_hidden_state: hidden } = await graph.run(inputs)
    const embeds = needed(hidden)
    width = embeds.length / tokens.ids.length
    length = maskFeature ? tokens.length : tokens.ids.length
    parts.push(embeds)
  }
  const embeds = new Float32Array(parts.length * length * width)
  parts.forEach((part, index) => embeds.set(part.subarray(0, length * width), index * length * width))
  return { embeds, batch: parts.length === 2 ? 2 : 1, length, width }
}

/** The graph may give more channels than it takes (a learned variance): the first ones are the prediction. */
async function predict(
  graph: Graph,
  latents: Float32Array,
  { channels, frames, height, width }: LatentShape,
  timestep: number,
  { embeds, batch, length, width: embedWidth }: Conditioning,
  guidance: number,
): Promise<Float32Array> {
  const count = channels * frames * height * width
  const doubled = new Float32Array(batch * count)
  for (let half = 0; half < batch; half++) doubled.set(latents, half * count)
  const { sample } = await graph.run({
    hidden_states: float32(doubled, [batch, channels, frames, height, width]),
    encoder_hidden_states: float32(embeds, [batch, length, embedWidth]),
    timestep: repeated(graph.io.inputs['timestep']?.dtype as NumberType, timestep, batch),
  })
  const prediction = needed(sample)
  if (prediction.length < batch * count) throw shapeError()
  return batch === 2 ? guide(prediction, count, guidance) : prediction.slice(0, count)
}

async function decode(
  graph: Graph,
  latents: Float32Array,
  { channels, frames, height, width }: LatentShape,
  from: number,
  to: number,
  { scale, shift, spatialCompression }: PackFolder['manifest']['latents'],
): Promise<Uint8Array> {
  const plane = height * width
  const inverse = Math.fround(1 / scale)
  const input = new Float32Array((to - from) * channels * plane)
  for (let frame = from; frame < to; frame++) {
    for (let channel = 0; channel < channels; channel++) {
      const source = (channel * frames + frame) * plane
      const target = ((frame - from) * channels + channel) * plane
      for (let i = 0; i < plane; i++) input[target + i] = Math.fround((latents[source + i] as number) * inverse) + shift
    }
  }
  const { sample } = await graph.run({ latent_sample: float32(input, [to - from, channels, height, width]) })
  const pixels = plane * spatialCompression ** 2
  const image = needed(sample)
  if (image.length !== product([to - from, 3, pixels])) throw shapeError()
  return toRgb24(image, to - from, pixels)
}

/** f32[n, 3, pixels] in -1..1 to rgb24. */
function toRgb24(image: Float32Array, count: number, pixels: number): Uint8Array {
  const rgb = new Uint8Array(count * pixels * 3)
  for (let frame = 0; frame < count; frame++) {
    for (let channel = 0; channel < 3; channel++) {
      const source = (frame * 3 + channel) * pixels
      const target = frame * pixels * 3 + channel
      for (let i = 0; i < pixels; i++) {
        const value = Math.min(1, Math.max(0, (image[source + i] as number) / 2 + 0.5))
        rgb[target + 3 * i] = Math.round(value * 255)
      }
    }
  }
  return rgb
}

function needed(output: Float32Array | undefined): Float32Array {
  if (output === undefined) throw shapeError()
  return output
}

function shapeError(): CortadoError {
  return new CortadoError(
    'PACK_INVALID',
    'A graph of the model pack gives less than its manifest says. Get a sound version of it.',
  )
}

import { latentCount, latentShape, type LatentShape } from '../../../core/generation/latent-shape.ts'
import type { Rate } from '../../../core/timeline/time.ts'
import type { TorchGenerator } from '../noise/index.ts'
import { float32, letGo, numbers, stacked, type NumberType } from '../runtime/tensors.ts'
import { framesOf, setFrame, startFromNoise, tokenTimesteps } from './clip-start.ts'
import type { Family, FamilyParts } from './family.ts'
import { cannotEncode, filled, overFootage } from './footage.ts'
import { predictGuided, textTensor } from './guidance.ts'
import { fromVae } from './latent-scale.ts'
import { decodeLtx } from './ltx-decode.ts'
import { outputOf } from './outputs.ts'
import type { Clip, ClipStart, Keyframe, TextEmbeds } from './pipeline.ts'
import { fromRgb24 } from './pixels.ts'
import { fromTokens, toTokens } from './tokens.ts'

const f32 = Math.fround

/**
 * LTX-Video (HaCohen et al., 2024): tokens with a place in time and space each, and a timestep each. Packs without
 * keyframes follow diffusers' `LTXPipeline` and `LTXImageToVideoPipeline`, packs with them `LTXConditionPipeline`.
 */
export const ltx: Family = (parts) => {
  const { manifest, graphs } = parts
  const { guidance, conditioning } = manifest
  const noise = conditioning?.kind === 'keyframes' ? conditioning.noise : 0

  return {
    begin: async (clip, generator, noiseScale) => {
      const start = await startOf(parts, clip, generator, noiseScale)
      const places = placesOf(parts, start, clip)
      const given = start.latents.slice()
      return {
        ...start,
        beforeStep: (state, timestep, random) =>
          start.hold === null || noise === 0 ? state : shaken(state, given, start, noise, timestep, random),
        predict: async (state, shape, timestep, text) => {
          const graph = await graphs.get('transformer')
          const { channels, frames, height, width } = shape
          const count = frames * height * width
          const { timestep: time, encoder_attention_mask: mask } = graph.io.inputs
          const perToken = time?.dims.length === 2
          const times = perToken ? tokenTimesteps(shape, 1, start.hold, timestep) : [timestep]
          const tokens = toTokens(state, shape)
          const feeds = (texts: readonly TextEmbeds[]) => ({
            hidden_states: float32(stacked(texts.map(() => tokens)), [texts.length, count, channels]),
            encoder_hidden_states: textTensor(texts),
            encoder_attention_mask: numbers(
              (mask?.dtype ?? 'float32') as NumberType,
              texts.flatMap((one) => [...one.mask]),
              [texts.length, (texts[0] as TextEmbeds).length],
            ),
            timestep: numbers(
              time?.dtype as NumberType,
              texts.flatMap(() => [...times]),
              perToken ? [texts.length, count] : [texts.length],
            ),
            video_coords: float32(stacked(texts.map(() => places)), [texts.length, 3, count]),
          })
          const { split } = graphs.thrift
          const options = { layout: guidance.layout, split, text, guidance: text.guidance, count: latentCount(shape) }
          return fromTokens(await predictGuided(graph, feeds, options), shape)
        },
        frames: (state, random) => decodeLtx(parts, state, start, clip, random),
      }
    },
  }
}

/** What is given comes before the noise of the clip where there is one picture, and after it where there are keyframes. */
async function startOf(
  parts: FamilyParts,
  clip: Clip,
  generator: TorchGenerator,
  noiseScale: number,
): Promise<ClipStart> {
  const { manifest } = parts
  const shape = latentShape(manifest, clip.frames, clip.size)
  if (clip.footage !== undefined) {
    const start = startFromNoise(shape, generator, noiseScale)
    const reference = clip.footage.latents ?? (await encodeClip(parts, clip.footage.pictures, shape, clip))
    const takesClean = manifest.conditioning !== undefined
    return overFootage(start, reference, clip.footage, { takesClean, noiseScale })
  }
  if (clip.keyframes.length === 0) return startFromNoise(shape, generator, noiseScale)
  if (manifest.conditioning?.kind !== 'keyframes') {
    const picture = await encode(parts, clip.keyframes[0] as Keyframe, shape, clip, generator)
    const start = startFromNoise(shape, generator, noiseScale)
    setFrame(start.latents, shape, 0, picture)
    return { ...start, hold: Float32Array.from({ length: shape.frames }, (_, frame) => (frame === 0 ? 1 : 0)) }
  }
  const start = startFromNoise(shape, generator, noiseScale)
  const lead: { frame: Float32Array; strength: number }[] = []
  const hold = new Float32Array(shape.frames)
  for (const keyframe of clip.keyframes) {
    const { at, strength } = keyframe
    const picture = await encode(parts, keyframe, shape, clip, generator)
    if (at === 0) {
      setFrame(start.latents, shape, 0, lerp(framesOf(start.latents, shape, 0, 1), picture, strength))
      hold[0] = strength
    } else {
      lead.push({ frame: lerp(generator.randn(picture.length), picture, strength), strength })
    }
  }
  const whole = { ...shape, frames: lead.length + shape.frames }
  const latents = new Float32Array(latentCount(whole))
  lead.forEach(({ frame }, index) => setFrame(latents, whole, index, frame))
  for (let frame = 0; frame < shape.frames; frame++) {
    setFrame(latents, whole, lead.length + frame, framesOf(start.latents, shape, frame, 1))
  }
  return {
    shape: whole,
    lead: lead.length,
    latents,
    hold: Float32Array.from([...lead.map((one) => one.strength), ...hold]),
  }
}

/** One latent frame f32[channels, height, width], drawn from what the encoder takes the picture to be. */
async function encode(
  { manifest, graphs }: FamilyParts,
  { rgb }: Keyframe,
  { channels, height, width }: LatentShape,
  { size }: Clip,
  generator: TorchGenerator,
): Promise<Float32Array> {
  const graph = await graphs.get('vae_encoder')
  const sample = float32(fromRgb24(rgb), [1, 3, 1, size.height, size.width])
  const plane = height * width
  const count = channels * plane
  const parameters = outputOf(await graph.run({ sample }), 'latent_parameters', 2 * count)
  return generator.randn(count).map((fresh, i) => {
    const variance = Math.min(20, Math.max(-30, parameters[count + i] as number))
    const drawn = f32((parameters[i] as number) + f32(f32(Math.exp(f32(0.5 * variance))) * fresh))
    return fromVae(manifest.latents, Math.floor(i / plane))(drawn)
  })
}

/** Sampler latents of a whole clip: the mean of what the encoder takes it to be. */
async function encodeClip(
  { manifest, graphs }: FamilyParts,
  pictures: ReadonlyMap<number, Uint8Array>,
  shape: LatentShape,
  { size }: Clip,
): Promise<Float32Array> {
  const frames = (shape.frames - 1) * manifest.latents.temporalCompression + 1
  const encoder = manifest.components.vae_encoder
  if (encoder === undefined || (frames > 1 && encoder.io.inputs['sample']?.dims[2] === 1)) {
    throw cannotEncode(manifest.title)
  }
  const graph = await graphs.get('vae_encoder')
  const pixels = size.width * size.height
  const input = new Float32Array(3 * frames * pixels)
  for (const [frame, rgb] of filled(pictures, frames).entries()) {
    const image = fromRgb24(rgb)
    for (let c = 0; c < 3; c++) input.set(image.subarray(c * pixels, (c + 1) * pixels), (c * frames + frame) * pixels)
    letGo(image)
  }
  const results = await graph.run({ sample: float32(input, [1, 3, frames, size.height, size.width]) })
  letGo(input)
  const count = latentCount(shape)
  const each = count / shape.channels
  const scale = Array.from({ length: shape.channels }, (_, channel) => fromVae(manifest.latents, channel))
  return outputOf(results, 'latent_parameters', 2 * count)
    .slice(0, count)
    .map((value, i) => (scale[Math.floor(i / each)] as (v: number) => number)(value))
}

/** From `a` to `b`, rounded as PyTorch's `lerp`. */
function lerp(a: Float32Array, b: Float32Array, weight: number): Float32Array {
  const w = f32(weight)
  return a.map((from, i) => {
    const way = f32((b[i] as number) - from)
    return w < 0.5 ? from + f32(w * way) : (b[i] as number) - f32(way * f32(1 - w))
  })
}

/**
 * Where each token lies, f32[3, tokens]: seconds, then pixels down and across. With keyframes a latent frame begins where
 * its first frame does; the models before that count whole latent frames.
 */
function placesOf({ manifest }: FamilyParts, { shape, lead }: ClipStart, clip: Clip): Float32Array {
  const { temporalCompression: step, spatialCompression } = manifest.latents
  const causal = manifest.conditioning?.kind === 'keyframes'
  const others = clip.keyframes.filter(({ at }) => at !== 0).map(({ at }) => at)
  const plane = shape.height * shape.width
  const places = new Float32Array(3 * shape.frames * plane)
  for (let frame = 0; frame < shape.frames; frame++) {
    const at = frame < lead ? (others[frame] as number) : startFrame(frame - lead, step, causal)
    for (let y = 0; y < shape.height; y++) {
      for (let x = 0; x < shape.width; x++) {
        const token = frame * plane + y * shape.width + x
        places[token] = seconds(at, clip.rate)
        places[shape.frames * plane + token] = y * spatialCompression
        places[2 * shape.frames * plane + token] = x * spatialCompression
      }
    }
  }
  return places
}

function startFrame(latentFrame: number, step: number, causal: boolean): number {
  return causal ? Math.max(0, (latentFrame - 1) * step + 1) : latentFrame * step
}

function seconds(frame: number, { num, den }: Rate): number {
  return f32(frame * f32(den / num))
}

/** Held frames anew, with noise that falls with the square of the timestep; the noise is drawn token by token. */
function shaken(
  state: Float32Array,
  given: Float32Array,
  { shape, hold }: ClipStart,
  strength: number,
  timestep: number,
  generator: TorchGenerator,
): Float32Array {
  const noise = fromTokens(generator.randn(state.length), shape)
  const square = f32(f32(timestep / 1000) ** 2)
  const plane = shape.height * shape.width
  return state.map((value, i) => {
    const frame = Math.floor(i / plane) % shape.frames
    if ((hold?.[frame] ?? 0) <= 1 - 1e-6) return value
    return f32((given[i] as number) + f32(f32(f32(strength) * (noise[i] as number)) * square))
  })
}

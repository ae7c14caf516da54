import type { Tensor } from 'onnxruntime-node'
import { CortadoError } from '../../../core/errors.ts'
import { latentCount, latentShape, type LatentShape } from '../../../core/generation/latent-shape.ts'
import { float32, numbers, stacked, type NumberType } from '../runtime/tensors.ts'
import type { TorchGenerator } from '../noise/index.ts'
import { CausalVae } from './causal-vae.ts'
import { setFrame, startFromNoise, tokenTimesteps } from './clip-start.ts'
import type { Family } from './family.ts'
import { cannotEncode, filled, overFootage } from './footage.ts'
import { predictGuided, textTensor } from './guidance.ts'
import { seePictures } from './picture-view.ts'
import type { Clip, ClipStart, TextEmbeds } from './pipeline.ts'

/**
 * Wan 2.1 and 2.2 (Wan team, 2025; diffusers' `WanPipeline`, `WanImageToVideoPipeline`): umT5 text, flow matching, and a
 * causal VAE that works off a clip one latent frame after the other. Image to video of 2.1 also looks at its pictures
 * through CLIP.
 */
export const wan: Family = ({ manifest, graphs }) => {
  const { latents, guidance, conditioning } = manifest
  const vae = new CausalVae(manifest, graphs)
  const patch = latents.patch ?? 1

  return {
    begin: async (clip, generator, noiseScale) => {
      const start = await startOf(clip, generator, noiseScale)
      // When the first step is made: a clip of which only the frames are left to make needs none of it.
      let looking: Promise<{ extra: Float32Array | null; seen: Record<string, Tensor> }> | null = null
      const hold = start.hold ?? (conditioning?.kind === 'held' ? await holdFirst(clip, start) : null)
      return {
        ...start,
        hold,
        beforeStep: (state) => state,
        predict: async (state, shape, timestep, text) => {
          // The expert of the low noise levels has a strength of its own.
          const { extra, seen } = await (looking ??= look(clip, start))
          const second = guidance.second !== undefined && timestep < guidance.second.below * 1000
          const graph = await graphs.get(second ? 'transformer_2' : 'transformer')
          const { channels, frames, height, width } = shape
          const input = extra === null ? state : stacked([state, extra])
          const inside = input.length / (frames * height * width)
          if (extra === null && inside !== channels)
            throw new CortadoError('INTERNAL', 'The latents have a wrong shape.')
          const declared = graph.io.inputs['timestep']
          const type = declared?.dtype as NumberType
          const perToken = declared?.dims.length === 2
          const times = perToken ? tokenTimesteps(shape, patch, hold, timestep) : [timestep]
          const feeds = (texts: readonly TextEmbeds[]) => ({
            hidden_states: float32(stacked(texts.map(() => input)), [texts.length, inside, frames, height, width]),
            encoder_hidden_states: textTensor(texts),
            ...seen,
            timestep: numbers(
              type,
              texts.flatMap(() => [...times]),
              perToken ? [texts.length, times.length] : [texts.length],
            ),
          })
          return predictGuided(graph, feeds, {
            layout: guidance.layout,
            split: graphs.thrift.split,
            text,
            guidance: (second ? guidance.second?.scale : undefined) ?? text.guidance,
            count: latentCount(shape),
          })
        },
        frames: (state) => vae.decode(state, start.shape, clip),
      }
    },
  }

  async function startOf(clip: Clip, generator: TorchGenerator, noiseScale: number): Promise<ClipStart> {
    const start = startFromNoise(latentShape(manifest, clip.frames, clip.size), generator, noiseScale)
    if (clip.footage === undefined) return start
    const { first, latents: known, pictures } = clip.footage
    const reference = known?.slice() ?? (await encode(pictures, start.shape, clip))
    if (first !== undefined) {
      const picture = await vae.encode(new Map([[0, first]]), { ...start.shape, frames: 1 }, clip.size)
      setFrame(reference, start.shape, 0, picture)
    }
    return overFootage(start, reference, clip.footage, { takesClean: conditioning?.kind === 'held', noiseScale })
  }

  async function encode(
    pictures: ReadonlyMap<number, Uint8Array>,
    shape: LatentShape,
    { size }: Clip,
  ): Promise<Float32Array> {
    const { vae_encoder: encoder, vae_encoder_next: next } = manifest.components
    if (encoder === undefined || (next === undefined && shape.frames > 1)) throw cannotEncode(manifest.title)
    const frames = (shape.frames - 1) * latents.temporalCompression + 1
    return vae.encode(new Map(filled(pictures, frames).entries()), shape, size)
  }

  /** What the transformer is shown of pictures beside its latents. */
  async function look(clip: Clip, start: ClipStart) {
    if (conditioning?.kind !== 'channels') return { extra: null, seen: {} }
    const extra = await extraChannels(clip, start)
    const { image: view } = conditioning
    if (view === undefined) return { extra, seen: {} }
    return { extra, seen: { encoder_hidden_states_image: await seePictures(manifest, graphs, view, clip) } }
  }

  /** Four channels that say which frames are given, and the encoded clip of those frames with grey between them. */
  async function extraChannels(clip: Clip, { shape }: ClipStart): Promise<Float32Array> {
    const { temporalCompression: step } = latents
    const plane = shape.height * shape.width
    const mask = new Float32Array(step * shape.frames * plane)
    const frames = (shape.frames - 1) * step + 1
    const pictures = new Map<number, Uint8Array>()
    // What is asked for as the last frame is the last one made, where the clip is cut.
    for (const { at, rgb } of clip.keyframes) pictures.set(at === 0 ? 0 : frames - 1, rgb)
    for (const [frame, rgb] of clip.footage?.pictures ?? []) {
      if (clip.footage?.kept[Math.ceil(frame / step)] === true) pictures.set(frame, rgb)
    }
    if (clip.footage?.first !== undefined) pictures.set(0, clip.footage.first)
    for (const frame of pictures.keys()) {
      // The first frame fills its latent frame alone, and so all four of its mask's channels.
      const marks = frame === 0 ? Array.from({ length: step }, (_, channel) => channel) : [(frame - 1) % step]
      const latentFrame = Math.ceil(frame / step)
      for (const channel of marks) {
        const from = (channel * shape.frames + latentFrame) * plane
        mask.fill(1, from, from + plane)
      }
    }
    return stacked([mask, await vae.encode(pictures, shape, clip.size)])
  }

  async function holdFirst(clip: Clip, { shape, latents: state }: ClipStart): Promise<Float32Array | null> {
    const [first] = clip.keyframes
    if (first === undefined) return null
    const one = { ...shape, frames: 1 }
    setFrame(state, shape, 0, await vae.encode(new Map([[0, first.rgb]]), one, clip.size))
    const hold = new Float32Array(shape.frames)
    hold[0] = 1
    return hold
  }
}

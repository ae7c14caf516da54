import type { Abilities } from '../../../core/generation/abilities.ts'
import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import type { Thrift } from '../../../core/generation/memory/thrift.ts'
import type { Size } from '../../../core/generation/recipe.ts'
import type { Rate } from '../../../core/timeline/time.ts'
import type { TorchGenerator } from '../noise/index.ts'

/** A picture that the clip shows at frame `at`: rgb24 of the clip's size. */
export interface Keyframe {
  at: number
  /** 1: exactly that picture. */
  strength: number
  rgb: Uint8Array
}

/** Footage under a clip. */
export interface ClipFootage {
  /** rgb24 of the clip's size, by frame; some may be missing where the clip is made anew. */
  pictures: ReadonlyMap<number, Uint8Array>
  /** Their latents, where they are there already: f32[channels, frames, height, width] of the clip. */
  latents?: Float32Array | undefined
  /** For each latent frame, whether all of it shows the footage. */
  kept: readonly boolean[]
}

/** What is to be made. */
export interface Clip {
  frames: number
  size: Size
  rate: Rate
  keyframes: readonly Keyframe[]
  footage?: ClipFootage | undefined
  temporalDecoder: boolean
  /** Edge in latents of the tiles that frames are decoded in; null where they are decoded whole. */
  tile: number | null
  /** Latent frames of the spans that the clip is decoded in; null where it is decoded from end to end. */
  span: number | null
}

/** One text as the transformer takes it. */
export interface TextEmbeds {
  /** f32[length, width]. */
  values: Float32Array
  /** 1 for a token, 0 for padding; as many as `length`. */
  mask: Uint8Array
  length: number
  width: number
}

/** At a guidance of 1 or below the negative prompt is not used, and null. */
export interface TextConditioning {
  positive: TextEmbeds
  negative: TextEmbeds | null
  guidance: number
}

/** Where a clip begins: noise and what was given, as the reference draws and mixes them. */
export interface ClipStart {
  /** Of the sampler's latents, frames that are there only to condition included: those come first. */
  readonly shape: LatentShape
  /** How many latent frames come before the clip. */
  readonly lead: number
  /** Before the first step. */
  readonly latents: Float32Array
  /** How firmly each latent frame holds: 1 never changes, 0 is free from the first step on. Null where all are free. */
  readonly hold: Float32Array | null
  /** Latents of the footage under the clip, and the noise that belongs to them; as long as `latents`. */
  readonly footage?: { readonly reference: Float32Array; readonly noise: Float32Array } | undefined
}

/** One clip being made by an opened family. All latents are f32[channels, frames, height, width]. */
export interface ClipRun extends ClipStart {
  /** Called by the sampler before each step; changes what is held, where the family wants that. */
  beforeStep(latents: Float32Array, timestep: number, generator: TorchGenerator): Float32Array
  /** The guided prediction for the whole clip or one window of it; same shape as `latents`. */
  predict(latents: Float32Array, shape: LatentShape, timestep: number, text: TextConditioning): Promise<Float32Array>
  /** All frames of the clip as rgb24, in order, some at a time. */
  frames(latents: Float32Array, generator: TorchGenerator): AsyncGenerator<Uint8Array, void, undefined>
}

/** One opened model family. The sampler knows only this, so a new family is a new adapter and nothing else. */
export interface VideoPipeline {
  readonly abilities: Abilities
  encode(prompt: string, negativePrompt: string, guidance: number): Promise<TextConditioning>
  /** Draws from `generator` in the order of the reference; `noiseScale` is the scheduler's first noise level. */
  begin(clip: Clip, generator: TorchGenerator, noiseScale: number): Promise<ClipRun>
  /** How the next clip is made with less memory. */
  use(thrift: Thrift): Promise<void>
  release(): Promise<void>
}

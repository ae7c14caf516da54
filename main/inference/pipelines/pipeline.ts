/** Sampler latents of one clip or one window, as [channels, frames, height, width] in row-major order. */
export interface LatentShape {
  channels: number
  frames: number
  height: number
  width: number
}

/** What a family can do; what is false is shown as unavailable, never tried. */
export interface Abilities {
  textToVideo: boolean
  imageToVideo: boolean
  negativePrompt: boolean
  /** Clips longer than the graph's length, by overlapping windows. */
  windows: boolean
}

/** Text as the transformer takes it: f32[batch, length, width], the unguided half first where batch is 2. */
export interface Conditioning {
  embeds: Float32Array
  batch: 1 | 2
  length: number
  width: number
}

/** One opened model family. The sampler knows only this, so a new family is a new adapter and nothing else. */
export interface VideoPipeline {
  readonly abilities: Abilities
  /** Guidance above 1 needs the negative prompt as well; at 1 or below it is not used. */
  encode(prompt: string, negativePrompt: string, guidance: number): Promise<Conditioning>
  /** The guided prediction for one window of latents; same shape as `latents`. */
  predict(
    latents: Float32Array,
    shape: LatentShape,
    timestep: number,
    conditioning: Conditioning,
    guidance: number,
  ): Promise<Float32Array>
  /** Frames `from` to `to` (exclusive) as rgb24, one after the other. */
  decode(latents: Float32Array, shape: LatentShape, from: number, to: number): Promise<Uint8Array>
  release(): Promise<void>
}

import type { PackManifest } from './manifest.ts'

/** What a pack can do; what is false is shown as unavailable, never tried. */
export interface Abilities {
  textToVideo: boolean
  /** The first frame can be given. */
  imageToVideo: boolean
  /** Which frames can be given at all. */
  keyframes: 'none' | 'first' | 'first-and-last' | 'any'
  /** A frame can be given loosely, with a strength below 1. */
  strength: boolean
  /** Clips longer than the graph's length, by overlapping windows that are averaged. */
  windows: boolean
  /** Clips longer than one pass, each pass being given the end of the last, or its last frame as a picture. */
  hops: boolean
  /** Frames come one after the other, and the memory stays the same whatever the length. */
  streamingDecode: boolean
  temporalDecoder: boolean
  /** Footage can be changed: extended, made anew in part, restyled. */
  footage: boolean
}

const KEYFRAMES = { channels: 'first-and-last', held: 'first', clean: 'any', keyframes: 'any' } as const

/** How many pictures a transformer looks at through CLIP, beside its latents; 0 where it looks at none. */
export function picturesSeen({ components }: Pick<PackManifest, 'components'>): number {
  const input = components.transformer.io.inputs['encoder_hidden_states_image']
  if (input === undefined) return 0
  return input.dims[0] === 2 ? 2 : 1
}

export function abilitiesOf(manifest: PackManifest): Abilities {
  const { tasks, conditioning, latents, components } = manifest
  return {
    textToVideo: tasks.includes('text-to-video'),
    imageToVideo: tasks.includes('image-to-video'),
    keyframes: keyframesOf(manifest),
    strength: conditioning?.kind === 'keyframes',
    windows: latents.temporalCompression === 1,
    // One that looks at a first and a last picture would need the last one of every pass.
    hops: conditioning?.kind === 'clean' || (latents.temporalCompression > 1 && picturesSeen(manifest) < 2),
    streamingDecode: latents.temporalCompression === 1 || components.vae_decoder_next !== undefined,
    footage:
      components.vae_encoder !== undefined &&
      (latents.temporalCompression === 1 ||
        components.vae_encoder_next !== undefined ||
        components.vae_encoder.io.inputs['sample']?.dims[2] !== 1),
    temporalDecoder: components.vae_temporal_decoder !== undefined,
  }
}

function keyframesOf(manifest: PackManifest): Abilities['keyframes'] {
  if (manifest.conditioning === undefined) return 'none'
  // Where the model looks at one picture, a second one would go unseen.
  return picturesSeen(manifest) === 1 ? 'first' : KEYFRAMES[manifest.conditioning.kind]
}

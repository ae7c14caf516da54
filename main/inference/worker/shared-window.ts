import { z } from 'zod'

export const Floats = z.custom<Float32Array>((value) => value instanceof Float32Array)

const TextEmbeds = z.object({
  values: Floats,
  mask: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  length: z.number().int(),
  width: z.number().int(),
})

/** All that the prediction of one window depends on, so that any worker with the same graphs gives the same numbers. */
export const SharedWindow = z.object({
  /** First latent frame, in the clip. */
  start: z.number().int().nonnegative(),
  /** Of the window: f32[channels, frames, height, width]. */
  latents: Floats,
  shape: z.object({
    channels: z.number().int().positive(),
    frames: z.number().int().positive(),
    height: z.number().int().positive(),
    width: z.number().int().positive(),
  }),
  timestep: z.number(),
  /** Of the whole clip. */
  prompts: z.array(
    z.object({
      at: z.number().int(),
      text: z.object({ positive: TextEmbeds, negative: TextEmbeds.nullable(), guidance: z.number() }),
    }),
  ),
})
export type SharedWindow = z.infer<typeof SharedWindow>

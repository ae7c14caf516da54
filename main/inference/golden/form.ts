import { z } from 'zod'
import { CortadoError } from '../../../core/errors.ts'
import { Size } from '../../../core/generation/recipe.ts'

const MAX_VALUES = 1 << 28

const values = {
  shape: z.array(z.int().nonnegative()),
  /** Only the values at the flat places 0, `every`, 2 `every`, … are kept. */
  every: z.int().positive().default(1),
}
const Floats = z.strictObject({ ...values, float32: z.string() })
const Bytes = z.strictObject({ ...values, uint8: z.string() })

const Run = z.strictObject({
  name: z.string().optional(),
  operation: z.enum(['text-to-video', 'image-to-video', 'restyle']).default('text-to-video'),
  prompt: z.string(),
  negativePrompt: z.string(),
  seed: z.int().nonnegative(),
  steps: z.int().positive(),
  guidance: z.number(),
  scheduler: z.string(),
  size: Size,
  frames: z.int().positive(),
  /** Given pictures, as u8[height, width, 3]. */
  keyframes: z.array(z.strictObject({ at: z.int().nonnegative(), strength: z.number(), rgb: Bytes })).default([]),
  /** First latent frames that the reference lets change, unseen by the model, and puts back before it decodes: not compared. */
  heldFrames: z.int().nonnegative().default(0),
  temporalDecoder: z.boolean().default(false),
  /** How much of the footage is made anew where the operation is `restyle`; the footage is what `drawnFootage` draws. */
  strength: z.number().positive().max(1).default(1),
  /** As the transformer takes them; the negative one only where guidance is in use. */
  embeds: z.strictObject({ positive: Floats, negative: Floats.optional() }),
  /** Sampler latents as [channels, frames, height, width] after each step that was made. */
  latents: z.array(Floats).min(1),
  /** [frames, height, width, 3] */
  pixels: Bytes,
})

/** What the encoder makes of the clip that `drawnFootage` draws, as the sampler takes it. */
const Encoding = z.strictObject({ frames: z.int().positive(), size: Size, latents: Floats })

/** What the reference makes of a pack, whatever its family. The form is described in `modelpacks/golden.py`. */
export const Golden = z.strictObject({
  form: z.literal(1),
  pack: z.string(),
  /** Which program wrote it. */
  reference: z.string(),
  /** What may differ where that is more than usual: smaller weights come out a little otherwise on each device. */
  tolerance: z
    .strictObject({ embeds: z.number().positive(), latents: z.number().positive(), pixels: z.number().positive() })
    .optional(),
  /** Padded ids of the text encoder. */
  texts: z.array(z.strictObject({ text: z.string(), ids: z.array(z.int()) })),
  encodings: z.array(Encoding).default([]),
  runs: z.array(Run).min(1),
})
export type Golden = z.infer<typeof Golden>
export type GoldenRun = z.infer<typeof Run>

/** Parses a golden file. Throws `INVALID_INPUT` naming the first thing that is wrong. */
export function readGolden(value: unknown): Golden {
  const result = Golden.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new CortadoError(
    'INVALID_INPUT',
    `This is not a golden file (${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'wrong'}). ` +
      'Write it again with modelpacks/golden.py.',
  )
}

/** The kept values of a tensor. Throws `INVALID_INPUT` where there are more or fewer of them than its shape says. */
export function goldenValues(tensor: z.infer<typeof Floats> | z.infer<typeof Bytes>): Float32Array | Uint8Array {
  const bytes = Buffer.from('float32' in tensor ? tensor.float32 : tensor.uint8, 'base64')
  const count = Math.ceil(tensor.shape.reduce((product, size) => product * size, 1) / tensor.every)
  const width = 'float32' in tensor ? 4 : 1
  if (count > MAX_VALUES || bytes.length !== count * width) {
    throw new CortadoError(
      'INVALID_INPUT',
      `A tensor of the golden file has ${bytes.length} bytes where its shape asks for ${count * width}. ` +
        'Write it again with modelpacks/golden.py.',
    )
  }
  if (width === 1) return bytes
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

/** All bytes of a picture. Throws what `goldenValues` throws. */
export function goldenBytes(tensor: z.infer<typeof Bytes>): Uint8Array {
  return Uint8Array.from(goldenValues(tensor))
}

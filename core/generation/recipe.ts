import { z } from 'zod'
import { Rate } from '../timeline/time.ts'

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** PyTorch's CPU generator uses the low 32 bits only; a larger seed would silently repeat a smaller one. */
export const Seed = z.number().int().min(0).max(0xffff_ffff)
export const PROMPT_LIMIT = 4000
export const Size = z.object({ width: z.number().int().positive(), height: z.number().int().positive() })
export type Size = z.infer<typeof Size>
export const Provider = z.enum(['cpu', 'webgpu', 'cuda', 'dml', 'coreml'])
export type Provider = z.infer<typeof Provider>

/** A picture that the take shows at frame `at`; `picture` is the sha256 of its rgb24 bytes at the take's size. */
const RecipeKeyframe = z.object({
  at: z.number().int().nonnegative(),
  strength: z.number().min(0).max(1),
  picture: Sha256,
})

/** `count` frames of a stored film or picture from its frame `from` on, shown from frame `at` of the take on. */
const Footage = z.object({
  media: Sha256,
  from: z.number().int().nonnegative(),
  count: z.number().int().positive(),
  at: z.number().int().nonnegative(),
})

/** Frames `from` to `to`, `to` not included. */
export const FrameRange = z
  .object({ from: z.number().int().nonnegative(), to: z.number().int().positive() })
  .refine(({ from, to }) => from < to, { message: 'must end after it begins' })
export type FrameRange = z.infer<typeof FrameRange>

/**
 * Footage that a take is made from, and what of it is made anew: the one mechanism behind extend, retake, bridge, inpaint
 * and restyle. What is not made anew shows the footage to the last bit.
 */
export const Given = z.object({
  footage: z.array(Footage).min(1).max(16),
  /** Frames that are made anew, in order and apart from each other. */
  make: z.array(FrameRange).min(1).max(16),
  /** Frames that the model sees; all others are the footage's own. */
  seen: FrameRange,
  /** A grey picture or film of the take's size: what is white in it is made anew. The whole picture where absent. */
  region: z.object({ media: Sha256, frames: z.number().int().positive() }).optional(),
  /** How much of the noise the frames begin with: 1 for nothing but noise, less keeps more of the footage. */
  strength: z.number().gt(0).max(1),
})
export type Given = z.infer<typeof Given>

const PackReference = z.object({ id: z.string(), version: z.string(), sha256: Sha256 })

/**
 * Threads of the processor in each operation, where the processor does the work: how a sum is shared out among them can
 * change its last bit. Absent in recipes of programs that did not know that: then one for each core.
 */
const threads = z.number().int().positive().max(1024).optional()

const refineStep = { pack: PackReference, provider: Provider, threads, program: z.string() }

/** One refinement of a clip. The pack's hash pins its network; what remains to be chosen stands here. */
export const RefineStep = z.discriminatedUnion('operation', [
  /** `tile`: edge of the tiles in pixels of the unrefined picture, because it may change the last bit of a pixel. */
  z.object({
    ...refineStep,
    operation: z.literal('upscale'),
    factor: z.number().int().min(2).max(8),
    tile: z.number().int().positive(),
  }),
  z.object({ ...refineStep, operation: z.literal('interpolate'), rate: Rate, tile: z.number().int().positive() }),
])
export type RefineStep = z.infer<typeof RefineStep>

export const Operation = z.enum(['text-to-video', 'image-to-video', 'extend', 'retake', 'bridge', 'inpaint', 'restyle'])
export type Operation = z.infer<typeof Operation>

/**
 * Everything needed to make a take again. Its canonical JSON is hashed with sha256, and that hash names it, so it holds
 * nothing that differs between two equal runs: no ids, no dates, no paths.
 */
export const Recipe = z.object({
  schemaVersion: z.literal(1),
  pack: PackReference,
  operation: Operation,
  prompt: z.string().max(PROMPT_LIMIT),
  negativePrompt: z.string().max(PROMPT_LIMIT),
  seed: Seed,
  size: Size,
  frames: z.number().int().positive(),
  rate: Rate,
  scheduler: z.string(),
  steps: z.number().int().positive(),
  guidance: z.number(),
  /**
   * How a clip that is longer than one pass is made, in latent frames. `alternate`: every other step moves the windows by
   * half a stride, so that no seam stays in its place. `hops`: one pass after the other, each given the end of the last.
   */
  window: z
    .object({
      length: z.number().int().positive(),
      stride: z.number().int().positive(),
      alternate: z.literal(true).optional(),
      hops: z.literal(true).optional(),
    })
    .nullable(),
  provider: Provider,
  threads,
  program: z.string(),
  /** Given pictures in order of time; absent for text to video. */
  keyframes: z.array(RecipeKeyframe).min(1).max(64).optional(),
  /** Footage that the take is made from; absent where it is made of words and pictures alone. */
  given: Given.optional(),
  /** What the prompt turns into from frame `at` on, in order of time; absent where it stays the same. */
  prompts: z
    .array(z.object({ at: z.number().int().positive(), prompt: z.string().min(1).max(PROMPT_LIMIT) }))
    .min(1)
    .max(32)
    .optional(),
  /** Frames are decoded together, where the pack can; absent for one by one. */
  temporalDecoder: z.literal(true).optional(),
  /** Edge in latents of the overlapping tiles that frames were decoded in, which changes pixels; absent where whole. */
  decodeTile: z.number().int().min(4).max(1024).multipleOf(4).optional(),
  /** Latent frames of the overlapping spans that the clip was decoded in, which changes pixels; absent where in one. */
  decodeSpan: z.number().int().min(2).max(1024).optional(),
  /** What was done to the generated clip afterwards, in order; absent where nothing was. */
  refine: z.array(RefineStep).min(1).max(16).optional(),
})
export type Recipe = z.infer<typeof Recipe>

/** How many frames the model makes at once; the rest of a longer take is footage that stays as it is. */
export function seenFrames({ frames, given }: Pick<Recipe, 'frames' | 'given'>): number {
  return given === undefined ? frames : given.seen.to - given.seen.from
}

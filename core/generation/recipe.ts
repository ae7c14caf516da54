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

const PackReference = z.object({ id: z.string(), version: z.string(), sha256: Sha256 })

const refineStep = { pack: PackReference, provider: Provider, program: z.string() }

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

/**
 * Everything needed to make a take again. Its canonical JSON is hashed with sha256, and that hash names it, so it holds
 * nothing that differs between two equal runs: no ids, no dates, no paths.
 */
export const Recipe = z.object({
  schemaVersion: z.literal(1),
  pack: PackReference,
  operation: z.enum(['text-to-video', 'image-to-video']),
  prompt: z.string().max(PROMPT_LIMIT),
  negativePrompt: z.string().max(PROMPT_LIMIT),
  seed: Seed,
  size: Size,
  frames: z.number().int().positive(),
  rate: Rate,
  scheduler: z.string(),
  steps: z.number().int().positive(),
  guidance: z.number(),
  window: z.object({ length: z.number().int().positive(), stride: z.number().int().positive() }).nullable(),
  provider: Provider,
  program: z.string(),
  /** Given pictures in order of time; absent for text to video. */
  keyframes: z.array(RecipeKeyframe).min(1).max(64).optional(),
  /** Frames are decoded together, where the pack can; absent for one by one. */
  temporalDecoder: z.literal(true).optional(),
  /** Edge in latents of the overlapping tiles that frames were decoded in, which changes pixels; absent where whole. */
  decodeTile: z.number().int().min(4).max(1024).multipleOf(4).optional(),
  /** What was done to the generated clip afterwards, in order; absent where nothing was. */
  refine: z.array(RefineStep).min(1).max(16).optional(),
})
export type Recipe = z.infer<typeof Recipe>

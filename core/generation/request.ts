import { z } from 'zod'
import { Id } from '../timeline/sequence.ts'
import { Rate } from '../timeline/time.ts'
import { Provider, Seed, Size } from './recipe.ts'

/** What to do to a finished clip. Without a pack, one that suits the clip is found; without a factor, it is doubled. */
export const Refinement = z
  .object({
    upscale: z.object({ factor: z.number().int().min(2).max(8).optional(), pack: z.string().optional() }).optional(),
    interpolate: z.object({ rate: Rate, pack: z.string().optional() }).optional(),
  })
  .refine(({ upscale, interpolate }) => upscale !== undefined || interpolate !== undefined, {
    message: 'ask for "upscale", "interpolate" or both',
  })
export type Refinement = z.infer<typeof Refinement>

export const RefineRequest = z.object({ take: Id, refinement: Refinement, provider: Provider.optional() })
export type RefineRequest = z.input<typeof RefineRequest>

/**
 * What a client asks for. Anything left out is the pack's default; a missing seed is drawn by the studio and stored.
 * Limits of the pack (frames, size, prompt length) are checked against its manifest, with a coded error each.
 */
export const GenerateRequest = z.object({
  /** An existing shot; left out, a new shot is made from the prompt. */
  shot: Id.optional(),
  prompt: z.string().trim().min(1),
  negativePrompt: z.string().default(''),
  pack: z.string().optional(),
  seed: Seed.optional(),
  takes: z.number().int().min(1).max(64).default(1),
  frames: z.number().int().optional(),
  size: Size.optional(),
  steps: z.number().int().min(1).max(1000).optional(),
  guidance: z.number().min(0).max(100).optional(),
  scheduler: z.string().optional(),
  provider: Provider.optional(),
  temporalDecoder: z.boolean().optional(),
  /** Bytes of memory that a take may use; what is free now where left out. */
  memoryBytes: z.number().int().positive().optional(),
  /** Each take is refined once it is made; that gives a second take beside it. */
  refine: Refinement.optional(),
})
export type GenerateRequest = z.input<typeof GenerateRequest>

/** A word that the pack's vocabulary lacks, so that it cannot be shown, and words that may have been meant. */
export const WordHint = z.object({
  field: z.enum(['prompt', 'negativePrompt']),
  /** As it was typed. */
  word: z.string(),
  /** The likeliest first; empty where nothing comes near. */
  suggestions: z.array(z.string()),
})
export type WordHint = z.infer<typeof WordHint>

/** What a job will cost, told before it starts. */
export const GenerationPlan = z.object({
  seconds: z.number().nullable(),
  peakBytes: z.number(),
  freeBytes: z.number(),
  fits: z.boolean(),
  /** One plain sentence, such as "about 9 s, peak 0.4 GB, fits this device". */
  summary: z.string(),
  /** Where memory is short: each way in which it is saved, and last what that costs. Empty where there is enough. */
  thrift: z.array(z.string()),
  /** Words of the prompts that the model has never learnt; empty for a pack whose tokenizer knows every word. */
  hints: z.array(WordHint),
})
export type GenerationPlan = z.infer<typeof GenerationPlan>

/** What a job without prompts will cost. */
export const JobCost = GenerationPlan.omit({ hints: true })
export type JobCost = z.infer<typeof JobCost>

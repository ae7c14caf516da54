import { z } from 'zod'
import { Id } from '../timeline/sequence.ts'
import { Provider, Seed, Size } from './recipe.ts'

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
  /** Words of the prompts that the model has never learnt; empty for a pack whose tokenizer knows every word. */
  hints: z.array(WordHint),
})
export type GenerationPlan = z.infer<typeof GenerationPlan>

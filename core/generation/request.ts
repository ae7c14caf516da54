import { z } from 'zod'
import { Id } from '../timeline/clip.ts'
import { Rate } from '../timeline/time.ts'
import { DeviceWish } from './device.ts'
import { FilmGoal } from './follow-up.ts'
import { Recipe, Seed, Size } from './recipe.ts'

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

export const RefineRequest = z.object({ take: Id, refinement: Refinement, device: DeviceWish.optional() })
export type RefineRequest = z.input<typeof RefineRequest>

const range = { from: z.number().int().nonnegative(), to: z.number().int().positive() }

/** A request holds one megabyte at most, so a mask that moves has less than that for all its frames. */
const MASK_LIMIT = 900_000

const MaskPngs = z
  .array(z.string())
  .min(1)
  .max(4096)
  .refine((pngs) => pngs.reduce((sum, png) => sum + png.length, 0) <= MASK_LIMIT, {
    message: 'the moving mask is too large to send; paint a simpler one, or let it stand still',
  })

/**
 * What is to become of footage. Frames are those of the take; `to` is not included. All of them make a new take beside
 * the old one. Paths are files that the client may read.
 */
export const Change = z.discriminatedUnion('operation', [
  /** The picture is the first frame, or frame `at`. */
  z.object({
    operation: z.literal('image-to-video'),
    picture: z.union([z.object({ path: z.string() }), z.object({ take: Id, frame: z.number().int().nonnegative() })]),
    at: z.number().int().nonnegative().default(0),
  }),
  /** `frames` more, after the end or before the beginning. */
  z.object({
    operation: z.literal('extend'),
    take: Id,
    frames: z.number().int().positive(),
    direction: z.enum(['forwards', 'backwards']).default('forwards'),
  }),
  z.object({ operation: z.literal('retake'), take: Id, ...range }),
  /** `frames` that lead from the end of one take to the beginning of another. */
  z.object({
    operation: z.literal('bridge'),
    take: Id,
    next: Id,
    frames: z.number().int().positive(),
    /** The first take is shown up to this frame, which is not included; to its end where absent. */
    leave: z.number().int().positive().optional(),
    /** The second is shown from this frame on; from its beginning where absent. */
    enter: z.number().int().nonnegative().optional(),
  }),
  /**
   * What is white in `mask` is made anew, in all frames or in a range: a picture or film, the base64 of a PNG, or of one
   * PNG for each frame of the take, all of one size.
   */
  z.object({
    operation: z.literal('inpaint'),
    take: Id,
    mask: z.union([
      z.object({ path: z.string() }),
      z.object({ png: z.string().max(8_000_000) }),
      z.object({ pngs: MaskPngs }),
    ]),
    from: range.from.optional(),
    to: range.to.optional(),
  }),
  /** The same footage under other words: the lower the strength, the more of it stays. */
  z.object({
    operation: z.literal('restyle'),
    take: Id,
    strength: z.number().gt(0).lt(1).default(0.6),
    from: range.from.optional(),
    to: range.to.optional(),
  }),
])
export type Change = z.output<typeof Change>

const Settings = z.object({
  /** An existing shot; left out, a new shot is made from the prompt. */
  shot: Id.optional(),
  /** May be left out where a take is named that has one. */
  prompt: z.string().trim().default(''),
  negativePrompt: z.string().optional(),
  /** What the prompt turns into from a frame on. */
  prompts: Recipe.shape.prompts,
  /** A take whose settings count where this request says nothing. */
  like: Id.optional(),
  change: Change.optional(),
  /** One take for each combination of one or two of these, all else being equal. */
  grid: z
    .object({
      seed: z.array(Seed).min(1),
      guidance: z.array(z.number().min(0).max(100)).min(1),
      steps: z.array(z.number().int().min(1).max(1000)).min(1),
      scheduler: z.array(z.string()).min(1),
      prompt: z.array(z.string().trim().min(1)).min(1),
    })
    .partial()
    .optional(),
  pack: z.string().optional(),
  seed: Seed.optional(),
  takes: z.number().int().min(1).max(64).default(1),
  frames: z.number().int().optional(),
  size: Size.optional(),
  steps: z.number().int().min(1).max(1000).optional(),
  guidance: z.number().min(0).max(100).optional(),
  scheduler: z.string().optional(),
  /** Of a clip of several passes: how far later ones are pulled to the look of the first, 0 to 1 (`Recipe.window.match`). */
  match: z.number().min(0).max(1).optional(),
  /** Where it is made; left out, on the best device that has shown that it can. */
  device: DeviceWish.optional(),
  temporalDecoder: z.boolean().optional(),
  /** Bytes of memory that a take may use; what is free now where left out. */
  memoryBytes: z.number().int().positive().optional(),
  /** What is to become of the film when the first take is there, whether or not a window is open then. */
  film: FilmGoal.optional(),
  /** Each take is refined once it is made; that gives a second take beside it. */
  refine: Refinement.optional(),
})

/**
 * What a client asks for. Anything left out is the pack's default; a missing seed is drawn by the studio and stored.
 * Limits of the pack (frames, size, prompt length) are checked against its manifest, with a coded error each.
 */
export const GenerateRequest = Settings.refine(
  ({ prompt, like, change }) => prompt !== '' || like !== undefined || (change !== undefined && 'take' in change),
  {
    path: ['prompt'],
    message: 'say what the shot shows',
  },
)
export type GenerateRequest = z.input<typeof GenerateRequest>

/** What can be changed of a job that waits; what is left out stays. */
export const JobEdit = Settings.pick({
  prompt: true,
  negativePrompt: true,
  seed: true,
  frames: true,
  size: true,
  steps: true,
  guidance: true,
  scheduler: true,
})
  // Its default is for a request that takes its words from a take; here it would wipe them.
  .extend({ prompt: z.string().trim().min(1) })
  .partial()
  .strict()
export type JobEdit = z.output<typeof JobEdit>

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
  /** Of the free memory, what jobs that run at the same time will still take: a plan does without it. */
  claimedBytes: z.number(),
  fits: z.boolean(),
  /** One plain sentence, such as "about 9 s, peak 0.4 GB, fits this device". */
  summary: z.string(),
  /** Where memory is short: each way in which it is saved, and last what that costs. Empty where there is enough. */
  thrift: z.array(z.string()),
  /** What is done differently from what was asked for, in plain sentences. */
  notes: z.array(z.string()),
  /** Words of the prompts that the model has never learnt; empty for a pack whose tokenizer knows every word. */
  hints: z.array(WordHint),
})
export type GenerationPlan = z.infer<typeof GenerationPlan>

/** What a job without prompts will cost. */
export const JobCost = GenerationPlan.omit({ hints: true, notes: true })
export type JobCost = z.infer<typeof JobCost>

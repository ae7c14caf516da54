import { z } from 'zod'
import { Preview } from '../../../core/contract/events.ts'
import { ERROR_CODES } from '../../../core/errors.ts'
import { Rate } from '../../../core/timeline/time.ts'
import { Thrift } from '../../../core/generation/memory/thrift.ts'
import { DeviceCheck } from '../../../core/generation/device-check.ts'
import { DeviceId } from '../../../core/generation/device.ts'
import { Recipe, RefineStep, Size } from '../../../core/generation/recipe.ts'

/** One take to be made. All paths are absolute. */
export const GenerateTask = z.object({
  recipe: Recipe,
  packPath: z.string(),
  /** How memory is saved; not at all where left out. */
  thrift: Thrift.optional(),
  /** Where embeddings of texts are kept from take to take; nowhere where left out. */
  textFolder: z.string().optional(),
  /** One file of rgb24 bytes at the recipe's size for each of its keyframes, in their order. */
  keyframes: z.array(z.string()).optional(),
  /** Files of the recipe's footage in its order, with their own rate, and of its mask. */
  footage: z
    .object({
      ffmpegVersion: z.string(),
      clips: z.array(z.object({ path: z.string(), rate: Rate })),
      region: z.string().optional(),
    })
    .optional(),
  ffmpegPath: z.string(),
  /** Where the job keeps its step checkpoint; the folder is the job's own. */
  checkpointFolder: z.string(),
  /** The finished master; it appears whole or not at all. */
  output: z.string(),
  /** Of the recipe's provider; its first one where left out. */
  device: DeviceId.optional(),
})
export type GenerateTask = z.infer<typeof GenerateTask>

/** One take to be refined. All paths are absolute. */
export const RefineTask = z.object({
  /** Of the finished take; `steps` are its last refinements, and what this task does. */
  recipe: Recipe,
  steps: z.array(RefineStep).min(1),
  /** The folder of each step's pack. */
  packPaths: z.array(z.string()),
  source: z.object({ path: z.string(), size: Size, frames: z.number().int().positive(), rate: Rate }),
  ffmpeg: z.object({ path: z.string(), version: z.string() }),
  /** Where the job keeps its finished frames; the folder is the job's own. */
  checkpointFolder: z.string(),
  output: z.string(),
  device: DeviceId.optional(),
})
export type RefineTask = z.infer<typeof RefineTask>

/** Where the milliseconds of a job went; feeds the estimate of the next one. */
export const Timings = z.object({ stepMs: z.number(), frameMs: z.number(), onceMs: z.number() })
export type Timings = z.infer<typeof Timings>

export const TakeResult = z.object({
  frames: z.number().int(),
  /** Over all attempts of the job. */
  madeInMs: z.number(),
  /** Highest resident memory of the worker while it worked on this, in bytes. */
  peakBytes: z.number(),
  /** Steps, or frames of a refinement, that a checkpoint of an earlier attempt saved. */
  resumedFrom: z.number().int(),
  /** Null where a checkpoint left nothing to measure. */
  timings: Timings.nullable(),
  /** Of a refinement: milliseconds each step took for a million pixels of the frames it worked on; null where it did not. */
  speeds: z.array(z.number().nullable()),
})
export type TakeResult = z.infer<typeof TakeResult>

export const TakeProgress = z.object({
  /** What is happening now, such as "step 7 of 20". */
  stage: z.string(),
  /** 0 to 1. */
  progress: z.number(),
  step: z.number().int(),
  steps: z.number().int(),
  etaMs: z.number().nullable(),
})
export type TakeProgress = z.infer<typeof TakeProgress>

const job = { id: z.number().int() }

export const ToWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('generate'), ...job, task: GenerateTask }),
  z.object({ type: z.literal('refine'), ...job, task: RefineTask }),
  z.object({ type: z.literal('cancel'), ...job }),
  z.object({ type: z.literal('probe'), device: DeviceId }),
  z.object({ type: z.literal('check'), packPath: z.string(), device: DeviceId }),
  z.object({ type: z.literal('shutdown') }),
])
export type ToWorker = z.infer<typeof ToWorker>

export const FromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('progress'), ...job, progress: TakeProgress }),
  z.object({ type: z.literal('preview'), ...job, preview: Preview }),
  z.object({ type: z.literal('done'), ...job, result: TakeResult }),
  z.object({ type: z.literal('failed'), ...job, code: z.enum(ERROR_CODES), message: z.string() }),
  /** `reason` is empty where a session opened and gave right numbers. */
  z.object({ type: z.literal('probed'), reason: z.string(), runtime: z.string() }),
  /** Steps of a self-test. */
  z.object({ type: z.literal('checking'), done: z.number().int(), total: z.number().int() }),
  /** What came of a pack's self-test; `problem` where the pack itself is at fault. */
  z.object({
    type: z.literal('checked'),
    finding: DeviceCheck.omit({ useAnyway: true }).nullable(),
    problem: z.object({ code: z.enum(ERROR_CODES), message: z.string() }).nullable(),
  }),
])
export type FromWorker = z.infer<typeof FromWorker>

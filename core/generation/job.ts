import { z } from 'zod'
import { Id } from '../timeline/clip.ts'
import { ERROR_CODES } from '../errors.ts'
import { DeviceId, DeviceWish } from './device.ts'
import { FollowUp } from './follow-up.ts'
import { Recipe } from './recipe.ts'

export const JobState = z.enum(['waiting', 'running', 'paused', 'done', 'failed', 'cancelled'])
export type JobState = z.infer<typeof JobState>

/**
 * A job whose device is a guess until packs were tried on `devices`, which is the first thing that it does: the recipe's
 * provider and the device follow from what is found. `wish` is what was asked for.
 */
const Trial = z.object({ wish: DeviceWish.optional(), devices: z.array(DeviceId).min(1) })
export type Trial = z.infer<typeof Trial>

const GenerateJobPayload = z.object({
  kind: z.literal('generate'),
  shot: Id,
  recipe: Recipe,
  /** What it may use of the machine's memory, where somebody said so. */
  memoryBytes: z.number().int().positive().optional(),
  /** The one device that was asked for; absent where any of the recipe's provider will do. */
  device: DeviceId.optional(),
  trial: Trial.optional(),
  /** The take that the new one comes from. */
  parent: Id.optional(),
})
const RenderJobPayload = z.object({
  kind: z.literal('render'),
  sequence: Id,
  preset: z.string(),
  /** Absolute path of the finished film. */
  out: z.string(),
})
const RefineJobPayload = z.object({
  kind: z.literal('refine'),
  shot: Id,
  /** The take to refine, or the job that will make it. */
  source: z.union([z.object({ take: Id }), z.object({ job: Id })]),
  /** Of the finished take. Its last `steps` refinements are this job's. */
  recipe: Recipe,
  steps: z.number().int().positive(),
  device: DeviceId.optional(),
  trial: Trial.optional(),
})
export const JobPayload = z.discriminatedUnion('kind', [GenerateJobPayload, RefineJobPayload, RenderJobPayload])
export type JobPayload = z.infer<typeof JobPayload>

/** One row of the durable queue. Times are milliseconds since 1970. */
export const Job = z.object({
  id: Id,
  state: JobState,
  payload: JobPayload,
  /** Place in the queue; lower runs first. */
  position: z.number(),
  /** 0 to 1. */
  progress: z.number(),
  /** What is happening now, such as "step 7 of 20" or "span 3 of 9". */
  stage: z.string(),
  etaMs: z.number().nullable(),
  attempts: z.number().int(),
  /** The device that it runs on; absent while it does not run, and for renders. */
  device: DeviceId.optional(),
  /** True when a checkpoint on disk lets it go on from where it was. */
  resumable: z.boolean(),
  error: z.object({ code: z.enum(ERROR_CODES), message: z.string() }).nullable(),
  /** The take or film it made. */
  result: z
    .object({
      take: Id.optional(),
      film: z.string().optional(),
      frames: z.number().optional(),
      /** Each time that memory ran out on the way, and how it went on. */
      memory: z.array(z.string()).optional(),
    })
    .nullable(),
  /** What is to become of the film when it is done, where somebody asked for that. */
  followUp: FollowUp.optional(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
})
export type Job = z.infer<typeof Job>

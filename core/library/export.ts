import { z } from 'zod'
import { Id } from '../timeline/clip.ts'

/** How takes leave the studio to train on elsewhere: tar shards, or one line of JSON for each beside the videos. */
export const ExportFormat = z.enum(['webdataset', 'jsonl'])

/** Which takes, as what, where to. Rejected takes are left out unless they are named. */
export const ExportRequest = z.object({
  format: ExportFormat,
  /** Absolute path of a folder that does not exist yet or is empty. */
  out: z.string(),
  /** These takes and no others. */
  takes: z.array(Id).max(100_000).optional(),
  shot: Id.optional(),
  /** Takes with fewer stars are left out. */
  rating: z.number().int().min(0).max(5).default(0),
  /** Takes in which the review found something are left out. */
  clean: z.boolean().default(false),
  /** The lossless master (FFV1 in Matroska) or the proxy (H.264 in MP4). */
  video: z.enum(['master', 'proxy']).default('master'),
  /** A shard is closed once it holds this many bytes. */
  shardBytes: z
    .number()
    .int()
    .min(1_000_000)
    .max(8 * 2 ** 30)
    .default(2 ** 30),
})
export type ExportRequest = z.output<typeof ExportRequest>

export const ExportReport = z.object({
  folder: z.string(),
  takes: z.number().int(),
  /** Names of the files in the folder that a loader opens: shards, or the list. */
  files: z.array(z.string()),
  bytes: z.number(),
})
export type ExportReport = z.infer<typeof ExportReport>

import { z } from 'zod'
import { Sha256 } from '../generation/recipe.ts'
import { Id } from '../timeline/clip.ts'
import { Take } from './entities.ts'
import { EntryRef, TrashRef } from './marks.ts'

/** Takes that a take comes from, the nearest first, and all that came from it, oldest first. */
export const Lineage = z.object({ take: Take, ancestors: z.array(Take), descendants: z.array(Take) })
export type Lineage = z.infer<typeof Lineage>

/** Entries whose footage is the same to the last bit. */
export const DuplicateGroup = z.object({ sha256: Sha256, bytes: z.number(), entries: z.array(EntryRef) })
export type DuplicateGroup = z.infer<typeof DuplicateGroup>

/** What emptying the trash did. What undo or a job still needs is kept. */
export const EmptiedTrash = z.object({
  removed: z.number().int(),
  kept: z.array(TrashRef.extend({ reason: z.string() })),
})
export type EmptiedTrash = z.infer<typeof EmptiedTrash>

/** `used` leaves out every shot, take and file that no sequence shows, and the undo history. */
export const CopyRequest = z.object({
  /** Absolute path of a folder that does not exist yet or is empty. */
  to: z.string().min(1).max(4096),
  what: z.enum(['all', 'used']).default('all'),
})
export type CopyRequest = z.output<typeof CopyRequest>

export const CopyReport = z.object({
  path: z.string(),
  files: z.number().int(),
  bytes: z.number(),
  /** Files that were not there to be copied. */
  missing: z.array(Sha256),
})
export type CopyReport = z.infer<typeof CopyReport>

/** What could be read of a damaged project, and what could not. */
export const RecoveryReport = z.object({
  path: z.string(),
  /** Rows of each table that are in the new project. */
  saved: z.record(z.string(), z.number().int()),
  /** Takes that were made again from masters whose rows were lost. */
  rebuilt: z.array(Id),
  files: z.number().int(),
  /** Sentences. */
  lost: z.array(z.string()),
})
export type RecoveryReport = z.infer<typeof RecoveryReport>

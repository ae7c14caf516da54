import { z } from 'zod'
import { Id } from '../timeline/clip.ts'

/** How deep bins may lie in one another. */
export const BIN_DEPTH = 32

/** A folder of the library. Shots and media lie in one bin, or in none; takes lie with their shot. */
export const Bin = z.object({
  id: Id,
  name: z.string(),
  parent: Id.nullable(),
  /** Shots and media files right in it, without those in the trash. */
  entries: z.number().int().nonnegative(),
  createdAt: z.number(),
})
export type Bin = z.infer<typeof Bin>

export const BinName = z.string().trim().min(1).max(200)

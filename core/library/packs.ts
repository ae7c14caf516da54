import { z } from 'zod'
import { DeviceCheck } from '../generation/device-check.ts'
import { Provider } from '../generation/recipe.ts'

/** Libraries of an execution provider that the user added. */
export const Accelerator = z.object({
  id: z.string(),
  title: z.string(),
  path: z.string(),
  /** Null where it cannot be used; `problem` says why. */
  provider: Provider.nullable(),
  bytes: z.number(),
  problem: z.string().nullable(),
})
export type Accelerator = z.infer<typeof Accelerator>

/** What was brought to the studio. */
export const BroughtPack = z.object({
  kind: z.enum(['pack', 'accelerator']),
  id: z.string(),
  title: z.string(),
  path: z.string(),
  /** True where it had been brought before: nothing was done. */
  already: z.boolean(),
  /** What its self-test found; empty where it names no golden file, or where that was not to be run. */
  checks: z.array(DeviceCheck),
})
export type BroughtPack = z.infer<typeof BroughtPack>

/** `copy`: files were deleted. `reference`: forgotten, no file was touched. `unfinished`: a copy that was broken off. */
export const RemovedPack = z.object({ id: z.string(), what: z.enum(['copy', 'reference', 'unfinished']) })
export type RemovedPack = z.infer<typeof RemovedPack>

/** How far a pack that is being brought has come. */
export const PackProgress = z.object({
  id: z.string(),
  stage: z.enum(['copying', 'verifying', 'testing']),
  doneBytes: z.number(),
  totalBytes: z.number(),
})
export type PackProgress = z.infer<typeof PackProgress>

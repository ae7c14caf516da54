import { z } from 'zod'
import { DeviceId } from '../generation/device.ts'
import { Provider } from '../generation/recipe.ts'

/** One device that a job can be given. The list begins with the processor; the others follow, the likeliest to be fast first. */
export const Device = z.object({
  id: DeviceId,
  provider: Provider,
  /** False where no session opens; `reason` says why. */
  available: z.boolean(),
  reason: z.string(),
  /** Name and driver, as far as the system tells; what was measured holds for as long as it stays the same. */
  hardware: z.string(),
  /** "CPU · 2 cores", for the title bar. */
  label: z.string(),
})
export type Device = z.infer<typeof Device>

export const DoctorCheck = z.object({
  name: z.string(),
  state: z.enum(['fine', 'limited', 'trouble']),
  detail: z.string(),
  /** What to do about it; empty when all is well. */
  advice: z.string(),
})
export type DoctorCheck = z.infer<typeof DoctorCheck>

/** What the footer and the title bar show. */
export const Status = z.object({
  version: z.string(),
  project: z.string().nullable(),
  device: z.string(),
  memory: z.object({ usedBytes: z.number(), totalBytes: z.number() }),
  diskFreeBytes: z.number(),
  workerRestarts: z.number().int(),
  projectsFolder: z.string(),
})
export type Status = z.infer<typeof Status>

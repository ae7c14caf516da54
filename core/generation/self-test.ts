import { z } from 'zod'

/**
 * How a pack did on its own golden file, on the processor of this machine. `worst` is the largest relative difference of
 * embeddings and latents; `wrong` says in words what is further off than it may be.
 */
export const SelfTest = z.object({
  state: z.enum(['passed', 'failed']),
  worst: z.number().nullable(),
  wrong: z.array(z.string()),
  /** Milliseconds since 1970. */
  at: z.number(),
})
export type SelfTest = z.infer<typeof SelfTest>

import { z } from 'zod'

/** How a take is made with less memory than it could use. Nothing of it changes what the take looks like. */
export const Thrift = z.object({
  /** Graphs that stay open: all of them, all but the text encoder, or only the one that is needed now. */
  hold: z.enum(['all', 'not-text', 'one']),
  /** The unguided and the guided half are run one after the other, where the pack would run them together. */
  split: z.boolean(),
  /** Frames are decoded one by one, where several at once would be faster. */
  singly: z.boolean(),
  /** Memory is given back after every run of a graph. */
  lean: z.boolean(),
})
export type Thrift = z.infer<typeof Thrift>

export const ROOMY: Thrift = { hold: 'all', split: false, singly: false, lean: false }

import { z } from 'zod'
import { Job } from '../generation/job.ts'
import { Id } from '../timeline/clip.ts'
import { SequenceStep, Shot } from '../library/entities.ts'
import { Media } from '../library/media.ts'
import { PackProgress } from '../library/packs.ts'

/** A moving preview: `count` RGB images of width x height, 8 bits a channel, one after the other, in base64. */
export const Preview = z.object({
  width: z.number().int(),
  height: z.number().int(),
  count: z.number().int(),
  step: z.number().int(),
  rgb: z.string(),
})
export type Preview = z.infer<typeof Preview>

/** What the studio tells everyone who listens. A client that missed some asks for the lists again. */
export const StudioEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('project'), path: z.string().nullable() }),
  z.object({ type: z.literal('job'), job: Job }),
  z.object({ type: z.literal('preview'), job: Id, preview: Preview }),
  z.object({ type: z.literal('shot'), shot: Shot }),
  /** Bins, media or the trash have changed, or many shots at once: ask for the lists again. */
  z.object({ type: z.literal('library') }),
  /** The sound of an imported file was made, or could not be. */
  z.object({ type: z.literal('media'), media: Media }),
  /** A pack is being brought. */
  PackProgress.extend({ type: z.literal('pack') }),
  /** The list of packs has changed. */
  z.object({ type: z.literal('packs') }),
  SequenceStep.extend({ type: z.literal('sequence') }),
  /** A sequence came, went or was renamed. */
  z.object({ type: z.literal('sequences') }),
  z.object({
    type: z.literal('worker'),
    device: z.string(),
    state: z.enum(['starting', 'ready', 'stopped', 'lost']),
    restarts: z.number().int(),
  }),
])
export type StudioEvent = z.infer<typeof StudioEvent>

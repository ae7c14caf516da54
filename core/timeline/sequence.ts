import { z } from 'zod'
import { Frame, Rate } from './time.ts'

export const Id = z.string().regex(/^[0-9a-z]{8,40}$/)

/** What a clip shows: a shot (its picked take) or one media file. */
const ClipSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shot'), shot: Id }),
  z.object({ kind: z.literal('media'), media: z.string() }),
])

/**
 * One clip on a track. `start` and `length` are sequence frames; `offset` is how many sequence frames of the source
 * are skipped before the clip starts; `available` is the whole source in sequence frames, the room a trim has.
 */
export const Clip = z.object({
  id: Id,
  name: z.string().max(400),
  source: ClipSource,
  start: Frame.min(0),
  length: Frame.min(1),
  offset: Frame.min(0),
  available: Frame.min(1),
})
export type Clip = z.infer<typeof Clip>

export const Track = z.object({
  id: Id,
  kind: z.enum(['video']),
  name: z.string().max(200),
  /** Sorted by start; never overlapping. */
  items: z.array(Clip),
})
export type Track = z.infer<typeof Track>

export const Sequence = z.object({
  id: Id,
  name: z.string().max(400),
  rate: Rate,
  size: z.object({ width: z.number().int().min(16).max(8192), height: z.number().int().min(16).max(8192) }),
  tracks: z.array(Track),
})
export type Sequence = z.infer<typeof Sequence>

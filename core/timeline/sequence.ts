import { z } from 'zod'
import type { ClipList } from './clip-list.ts'
import { Clip, Colour, Id } from './clip.ts'
import { Frame, Rate } from './time.ts'

/** All of a track but its clips. Flags are left out where they are as usual. */
export const TrackHead = z.object({
  id: Id,
  kind: z.enum(['video', 'audio', 'caption']),
  name: z.string().max(200),
  locked: z.literal(true).optional(),
  /** Not seen, or not heard. */
  muted: z.literal(true).optional(),
  /** Where one track of a kind is solo, only those are heard or seen. */
  solo: z.literal(true).optional(),
  /** False keeps the track where it is when others ripple. */
  syncLock: z.literal(false).optional(),
})
export type TrackHead = z.infer<typeof TrackHead>

/** A place among the tracks of a sequence; the last one is on top. */
export const TrackPlace = z.number().int().min(0).max(1000)

export const Marker = z.object({
  id: Id,
  at: Frame.min(0),
  /** 0 marks a frame, more marks a range. */
  length: Frame.min(0),
  name: z.string().max(400),
  note: z.string().max(10_000),
  colour: Colour,
})
export type Marker = z.infer<typeof Marker>

/** All of a sequence but its tracks and markers. */
export const SequenceHead = z.object({
  name: z.string().max(400),
  rate: Rate,
  size: z.object({ width: z.number().int().min(16).max(8192), height: z.number().int().min(16).max(8192) }),
  /** Samples a second of its sound; 48,000 where nothing is said. */
  sampleRate: z.number().int().min(8000).max(192_000).optional(),
  /** Timecode is shown as drop-frame. */
  dropFrame: z.literal(true).optional(),
  /** Where picture and sound of a source go: tracks of this sequence. Left out where the source's side is not patched. */
  patch: z.object({ video: Id.optional(), audio: Id.optional() }).optional(),
})
export type SequenceHead = z.infer<typeof SequenceHead>

/** A sequence as it crosses the contract and lies in files. */
export const SequenceData = SequenceHead.extend({
  id: Id,
  tracks: z.array(TrackHead.extend({ items: z.array(Clip) })).max(1000),
  markers: z.array(Marker).optional(),
})
export type SequenceData = z.infer<typeof SequenceData>

/** A track as edits see it. */
export interface Track extends TrackHead {
  /** Never overlapping, in order of start. */
  readonly items: ClipList
}

/** A sequence as edits see it: unchangeable, and cheap to make another one of that differs in a few clips. */
export interface Sequence extends SequenceHead {
  readonly id: string
  readonly tracks: readonly Track[]
  /** In order of time. */
  readonly markers: readonly Marker[]
}

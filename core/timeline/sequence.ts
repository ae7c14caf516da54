import { z } from 'zod'
import { inOrder, Look } from '../look/keyframes.ts'
import type { ClipList } from './clip-list.ts'
import { Title } from './title.ts'
import { Frame, Rate, Sample } from './time.ts'

export const Id = z.string().regex(/^[0-9a-z]{8,40}$/)

/** The eight colours that clips and markers are told apart by. */
export const Colour = z.enum(['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'])

/** What a clip shows. A shot shows its picked take, or `take` where the clip was given one of its own. */
export const ClipSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shot'), shot: Id, take: Id.optional() }),
  z.object({ kind: z.literal('media'), media: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('sequence'), sequence: Id }),
  z.object({ kind: z.literal('title'), title: Title }),
  z.object({ kind: z.literal('caption'), text: z.string().max(4000) }),
  z.object({ kind: z.literal('adjustment') }),
])
export type ClipSource = z.infer<typeof ClipSource>

/** How fast the source runs: 2/1 is twice as fast, 0/1 stands still, -1/1 runs backwards. */
export const Speed = z.object({
  num: z.number().int().min(-100_000).max(100_000),
  den: z.number().int().min(1).max(100_000),
})
export type Speed = z.infer<typeof Speed>

/**
 * A clip that does not run at the speed of its source. `lead` is how much of the clip's own time passed before its first
 * frame; the speed at that time goes in straight lines between the points, and stays as it is before and after them.
 */
export const Retime = z.object({
  lead: Frame,
  points: z
    .array(z.object({ at: z.number().int(), speed: Speed }))
    .min(1)
    .max(1000)
    .refine(inOrder, 'not in order of time'),
})
export type Retime = z.infer<typeof Retime>

/**
 * At a clip's start or end. It runs from `before` frames before the cut to `after` frames after it; both sides need that
 * much of their source beyond the cut. Without a neighbour it is a fade.
 */
export const Transition = z.object({
  kind: z.enum([
    'dissolve',
    'dip-to-black',
    'dip-to-white',
    'wipe-left',
    'wipe-right',
    'wipe-up',
    'wipe-down',
    'crossfade',
  ]),
  before: Frame.min(0),
  after: Frame.min(0),
})
export type Transition = z.infer<typeof Transition>

/**
 * One clip on a track. `start` and `length` are sequence frames; `offset` is how many sequence frames of the source
 * are skipped before the clip starts; `available` is the whole source in sequence frames, the room a trim has, and null
 * where the source has no end (titles, stills, adjustments).
 */
export const Clip = z.object({
  id: Id,
  name: z.string().max(400),
  source: ClipSource,
  start: Frame.min(0),
  length: Frame.min(1),
  offset: Frame,
  available: Frame.min(1).nullable(),
  retime: Retime.optional(),
  /** Clips that move, cut and trim with this one: the sound of a picture. */
  links: z.array(Id).min(1).max(10_000).optional(),
  /** Clips of one group are selected together. */
  group: Id.optional(),
  /** Neither seen nor heard. */
  disabled: z.literal(true).optional(),
  colour: Colour.optional(),
  /** With the clip before it, or out of black or silence. */
  transitionIn: Transition.optional(),
  /** Into black or silence. */
  transitionOut: Transition.optional(),
  look: Look.optional(),
  /** How much later than its frame the sound starts, in samples of the sequence: less than a frame either way. */
  shift: Sample.optional(),
})
export type Clip = z.infer<typeof Clip>

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

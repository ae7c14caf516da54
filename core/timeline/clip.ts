import { z } from 'zod'
import { inOrder, Look } from '../look/keyframes.ts'
import { Title } from './title.ts'
import { Frame, Sample } from './time.ts'

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
  /** A part of a source frame that is skipped besides the clip's `offset`: a still of slow footage stands between two frames. */
  part: Speed.extend({ num: z.number().int().min(0).max(100_000) }).optional(),
  /**
   * How much more of the source was meant when the speed was set than whole frames of the clip show, at the end of the source;
   * less where negative. In frames of source over the `den` of the speed. Another speed gives it back.
   */
  rest: z.number().int().min(-100_000).max(100_000).optional(),
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

import { z } from 'zod'

/** Counts up when a measure changes its meaning: reviews of an older method are made again. */
export const REVIEW_METHOD = 1

/** What can be wrong with a clip over time. */
const FindingKind = z.enum(['frozen', 'jump', 'flicker', 'loop', 'reverse', 'drift', 'blank', 'clipped'])
export type FindingKind = z.infer<typeof FindingKind>

/** A likely defect in frames `from` to `to`, both included. */
export const Finding = z.object({
  kind: FindingKind,
  from: z.number().int().nonnegative(),
  to: z.number().int().nonnegative(),
  /** One plain sentence for the person who cuts. */
  words: z.string(),
})
export type Finding = z.infer<typeof Finding>

/** One number for each question. None of them is a verdict: they are heuristics on a picture of at most 128 pixels. */
const Figures = z.object({
  /** Dynamic degree: how far the fastest 5 % of the picture move each frame, in percent of the picture's longer edge. */
  motion: z.number(),
  /** Mean difference of neighbouring frames, in levels of 255 (VBench's temporal flickering is (255 - change) / 255). */
  change: z.number(),
  /** What remains of that difference after motion is followed: texture that boils. */
  residual: z.number(),
  /** Brightness or colour of the whole picture going up and down within four frames, in levels of 255. */
  flicker: z.number(),
  /** The largest change of one frame against those around it, as a ratio; 1 is a calm clip. */
  jump: z.number(),
  /** Share of frames that stand still in a clip that moves. */
  frozen: z.number(),
  /** Share of frames that are a near-exact repeat of earlier ones. */
  repeated: z.number(),
  /** How far colour and light wander from the first to the last frames, in CIE Lab units. */
  drift: z.number(),
  /** Mean share of pixels that are black, and of those that are burnt out. */
  black: z.number(),
  clipped: z.number(),
  /** The worst of the above against its own limit: 1 is where a finding begins. For sorting only. */
  trouble: z.number(),
})
export type Figures = z.infer<typeof Figures>

/** Values for every frame; what compares two frames is 0 at the first one. Units as in `Figures`. */
export const Curves = z.object({
  change: z.array(z.number()),
  motion: z.array(z.number()),
  residual: z.array(z.number()),
  flicker: z.array(z.number()),
  jump: z.array(z.number()),
  /** Lab lightness, 0 to 100, and distance from grey. */
  light: z.array(z.number()),
  colour: z.array(z.number()),
  black: z.array(z.number()),
  clipped: z.array(z.number()),
})
export type Curves = z.infer<typeof Curves>

/** What goes with a take wherever it is shown. */
export const ReviewSummary = z.object({
  /** Says what this is: rules of thumb, not a judgement. */
  method: z.literal('heuristic'),
  version: z.number().int(),
  /** True where no frame differs from the one before: a still, which is no defect. */
  still: z.boolean(),
  /** Length in frames after which a motion comes back to where it was, such as a bounce; null for none. No defect. */
  cycle: z.number().int().nullable(),
  figures: Figures,
  findings: z.array(Finding),
})
export type ReviewSummary = z.infer<typeof ReviewSummary>

export const Review = ReviewSummary.extend({ frames: z.number().int().positive(), curves: Curves })
export type Review = z.infer<typeof Review>

import { z } from 'zod'
import { DeviceCheck } from '../generation/device-check.ts'
import { PackEvaluation } from '../generation/evaluation.ts'
import { PrecisionLoss } from '../generation/manifest.ts'
import { Figure } from '../generation/refiner-manifest.ts'
import { ReviewSummary } from '../review/entities.ts'
import { Recipe, Sha256, Size } from '../generation/recipe.ts'
import { Operation } from '../timeline/operation.ts'
import { SequenceData } from '../timeline/sequence.ts'
import { Id } from '../timeline/clip.ts'
import { Rate } from '../timeline/time.ts'
import { Marks } from './marks.ts'

/** One finished result of a shot. Immutable but for its rating, its marks and its review. Media are named by sha256 and served at `/media/<sha256>`. */
export const Take = Marks.extend({
  id: Id,
  shot: Id,
  /** 1, 2, 3 … within its shot. */
  number: z.number().int().positive(),
  recipe: Recipe,
  recipeSha256: Sha256,
  master: Sha256,
  proxy: Sha256,
  poster: Sha256,
  /** Frames side by side in one JPEG, `filmstripFrames` of them. */
  filmstrip: Sha256,
  filmstripFrames: z.number().int().positive(),
  frames: z.number().int().positive(),
  rate: Rate,
  size: Size,
  rating: z.number().int().min(0).max(5),
  rejected: z.boolean(),
  parent: Id.nullable(),
  /** Wall time of the generation and its peak memory; null where unknown. */
  madeInMs: z.number().nullable(),
  peakBytes: z.number().nullable(),
  createdAt: z.number(),
  /** What was measured of it; null until it was. */
  review: ReviewSummary.nullable(),
})
export type Take = z.infer<typeof Take>

export const Shot = Marks.extend({
  id: Id,
  name: z.string(),
  prompt: z.string(),
  /** The take that clips of this shot show; null until one is finished. */
  picked: Id.nullable(),
  /** Without those in the trash. */
  takes: z.array(Take),
  bin: Id.nullable(),
  createdAt: z.number(),
})
export type Shot = z.infer<typeof Shot>

/** A shot without its takes: what a list of very many shots needs. */
export const ShotLine = Shot.omit({ takes: true }).extend({
  /** Takes that are not in the trash. */
  count: z.number().int().nonnegative(),
})
export type ShotLine = z.infer<typeof ShotLine>

export const Project = z.object({
  id: Id,
  name: z.string(),
  /** Absolute path of the project folder. */
  path: z.string(),
  /** True for the sample project of the first start. */
  sample: z.boolean(),
  sequence: Id,
  createdAt: z.number(),
  /** Where the library lies as it was, if opening it brought it to a newer version. */
  backup: z.string().optional(),
})
export type Project = z.infer<typeof Project>

/** Where a sequence stands in its history. */
const Place = z.object({
  /** Grows by one with every edit, undo and redo. */
  revision: z.number().int().nonnegative(),
  undoLabel: z.string().nullable(),
  redoLabel: z.string().nullable(),
  /** Who made what undo would take back, and when; null where there is nothing. */
  undoMade: z.object({ by: z.string().nullable(), at: z.number() }).nullable(),
})

/** A sequence with its place in history. */
export const SequenceDocument = Place.extend({ sequence: SequenceData })
export type SequenceDocument = z.infer<typeof SequenceDocument>

/** One change of a sequence, from one revision to the next, as every client is told of it. */
export const SequenceStep = Place.extend({
  sequence: Id,
  /** The revision that the operations apply to. */
  from: z.number().int().nonnegative(),
  operations: z.array(Operation),
  /** What the client who asked for it called it. */
  token: z.string().nullable(),
})
export type SequenceStep = z.infer<typeof SequenceStep>

/** A sequence in the list of a project. */
export const SequenceEntry = z.object({
  id: Id,
  name: z.string(),
  revision: z.number().int().nonnegative(),
  createdAt: z.number(),
  /** How many sequences show it as a clip; those in the trash do not count. */
  nestedIn: z.number().int(),
})
export type SequenceEntry = z.infer<typeof SequenceEntry>

/** One point of a sequence's history. Its parent is the point that undo leads to; a point with several children has branches. */
export const HistoryPoint = z.object({
  step: z.number().int(),
  parent: z.number().int().nullable(),
  label: z.string(),
  at: z.number(),
  /** What the client that made it calls itself; null where it did not say. */
  by: z.string().nullable(),
  /** The sequence stands here now. */
  current: z.boolean(),
})
export type HistoryPoint = z.infer<typeof HistoryPoint>

/** What of a history nobody can go to any more. */
export const HistoryLoss = z.object({
  /** Steps that can no longer be undone. */
  undo: z.number().int(),
  /** Points that only a jump leads to: on branches that were left. */
  branches: z.number().int(),
})
export type HistoryLoss = z.infer<typeof HistoryLoss>

/** What a compaction did, or would do. */
export const HistoryCompaction = z.object({
  /** Points of the history before and after. */
  points: z.object({ before: z.number().int(), after: z.number().int() }),
  loss: HistoryLoss,
  /** Bytes of what the steps say; `after` is null where nothing was done yet. */
  bytes: z.object({ before: z.number(), after: z.number().nullable() }),
  /** Bytes of the project's library file. */
  file: z.object({ before: z.number(), after: z.number().nullable() }),
})
export type HistoryCompaction = z.infer<typeof HistoryCompaction>

export const Pack = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  family: z.string(),
  licence: z.string(),
  bytes: z.number(),
  sha256: Sha256,
  path: z.string(),
  /** Null when the manifest is fine; else why the pack cannot be used. */
  problem: z.string().nullable(),
  /** It came with the program, lies in a folder of CORTADO_PACKS, was copied for the user, or is used where it lies. */
  place: z.enum(['bundled', 'folder', 'copied', 'in-place']),
  frames: z.object({
    min: z.number(),
    max: z.number(),
    default: z.number(),
    /** Longer clips are made in several passes. */
    window: z.number(),
    /** How far later passes are pulled to the look of the first where a request does not say; null where they cannot be. */
    match: z.number().nullable(),
  }),
  size: z.object({ multiple: z.number(), min: z.number(), max: z.number(), default: Size }),
  rate: Rate,
  steps: z.number(),
  guidance: z.number(),
  scheduler: z.string(),
  schedulers: z.array(z.string()),
  vocabulary: z.record(z.string(), z.array(z.string())),
  examples: z.array(z.string()),
  creator: z.string(),
  /** Where its weights come from. */
  source: z.object({ repo: z.string(), revision: z.string() }),
  files: z.number().int(),
  memory: z.object({ weightsBytes: z.number(), peakBytes: z.number(), measuredOn: z.string() }),
  /** What its makers measured; null where the pack holds no evaluation. */
  evaluation: PackEvaluation.nullable(),
  /** What smaller weights cost it; null where it keeps its weights whole, or does not say. */
  loss: PrecisionLoss.nullable(),
  /** What its self-test found on the devices that are here. */
  checks: z.array(DeviceCheck),
  /** Set where the pack refines clips instead of making them; the fields that only a maker has are neutral then. */
  refiner: z
    .object({
      kind: z.enum(['upscaler', 'interpolator']),
      /** Of an upscaler. */
      factor: z.number().int().nullable(),
      /** Of an interpolator: whether it makes a picture at any moment, or only the one in the middle of two. */
      anyTime: z.boolean(),
      /** The footage it was made for, and the packs whose clips it was trained on. */
      domain: z.string(),
      suits: z.array(z.string()),
      figures: z.array(Figure),
    })
    .nullable(),
})
export type Pack = z.infer<typeof Pack>

import { CortadoError } from '../errors.ts'
import type { Take } from '../library/entities.ts'
import { fitsSize } from './fits-size.ts'
import { widened } from './latent-time.ts'
import type { PackManifest } from './manifest.ts'
import type { FrameRange, Given, Operation } from './recipe.ts'
import type { Change } from './request.ts'

/** What a change needs to know of a take. */
export type Source = Pick<Take, 'master' | 'frames' | 'rate' | 'size'>

export interface ResolvedChange {
  operation: Operation
  /** Of the finished take. */
  frames: number
  given: Given
  /** What is done differently from what was asked for. */
  notes: string[]
}

type TakeChange = Exclude<Change, { operation: 'image-to-video' }>

/** Frames of old footage that the model should see beside what it makes, where the clip has them. */
const CONTEXT = 16

/**
 * Turns a wish into footage, ranges and a view for the model, on the grid of a pack that compresses time. `region` is the
 * mask of an inpainting. Throws `INVALID_INPUT`, `FRAMES_OUT_OF_RANGE`.
 */
export function resolveChange(
  change: TakeChange,
  sources: { take: Source; next?: Source | undefined },
  manifest: PackManifest,
  region?: NonNullable<Given['region']>,
): ResolvedChange {
  const { take } = sources
  checkSource(take, manifest)
  switch (change.operation) {
    case 'extend':
      return change.direction === 'forwards'
        ? extend(change.frames, take, manifest)
        : extendBack(change.frames, take, manifest)
    case 'bridge':
      if (sources.next === undefined)
        throw new CortadoError('INVALID_INPUT', 'A bridge needs two takes. Name the second one.')
      checkSource(sources.next, manifest)
      return bridge(change, take, sources.next, manifest)
    case 'retake':
      return within('retake', change, 1, take, manifest)
    case 'inpaint':
      return within('inpaint', { from: change.from ?? 0, to: change.to ?? take.frames }, 1, take, manifest, region)
    case 'restyle':
      return within(
        'restyle',
        { from: change.from ?? 0, to: change.to ?? take.frames },
        change.strength,
        take,
        manifest,
      )
  }
}

/** A picture at frame `at`, for a pack that has no way of its own to take one. */
export function givenPicture(master: string, at: number, frames: number): Given {
  const make = [
    { from: 0, to: at },
    { from: at + 1, to: frames },
  ].filter(({ from, to }) => from < to)
  return { footage: [{ media: master, from: 0, count: 1, at }], make, seen: { from: 0, to: frames }, strength: 1 }
}

function extend(add: number, take: Source, manifest: PackManifest): ResolvedChange {
  const step = manifest.latents.temporalCompression
  const frames = take.frames + add
  const room = reach(manifest, add) - add
  // One frame and whole latent frames after it, so that the old footage ends where a latent frame does.
  const context = onGrid(Math.min(take.frames, room), step)
  const seen = { from: take.frames - context, to: frames }
  return {
    operation: 'extend',
    frames,
    given: { footage: [whole(take, 0)], make: [{ from: take.frames, to: frames }], seen, strength: 1 },
    notes: [],
  }
}

function extendBack(wish: number, take: Source, manifest: PackManifest): ResolvedChange {
  const step = manifest.latents.temporalCompression
  const add = Math.ceil((wish - 1) / step) * step + 1
  const context = Math.min(take.frames, reach(manifest, add) - add)
  const notes = add === wish ? [] : [`${add} frames are made instead of ${wish}: ${grid(manifest)}.`]
  return {
    operation: 'extend',
    frames: add + take.frames,
    given: {
      footage: [whole(take, add)],
      make: [{ from: 0, to: add }],
      seen: { from: 0, to: add + context },
      strength: 1,
    },
    notes,
  }
}

function bridge(
  { frames: wish, leave, enter = 0 }: Extract<Change, { operation: 'bridge' }>,
  take: Source,
  next: Source,
  manifest: PackManifest,
): ResolvedChange {
  const end = leave ?? take.frames
  if (end > take.frames || enter >= next.frames) {
    throw new CortadoError(
      'INVALID_INPUT',
      `The bridge leaves the first take at frame ${end} of ${take.frames} and enters the second at ${enter} of ${next.frames}. Name frames that they have.`,
    )
  }
  const step = manifest.latents.temporalCompression
  const gap = Math.ceil(wish / step) * step
  const side = Math.max(1, Math.floor((reach(manifest, gap) - gap) / 2))
  const before = onGrid(Math.min(end, side), step)
  const after = Math.min(next.frames - enter, side)
  const frames = before + gap + after
  const notes = gap === wish ? [] : [`The bridge is ${gap} frames long instead of ${wish}: ${grid(manifest)}.`]
  return {
    operation: 'bridge',
    frames,
    given: {
      footage: [
        { media: take.master, from: end - before, count: before, at: 0 },
        { media: next.master, from: enter, count: after, at: before + gap },
      ],
      make: [{ from: before, to: before + gap }],
      seen: { from: 0, to: frames },
      strength: 1,
    },
    notes,
  }
}

function within(
  operation: Operation,
  wish: FrameRange,
  strength: number,
  take: Source,
  manifest: PackManifest,
  region?: Given['region'],
): ResolvedChange {
  if (wish.from >= wish.to || wish.to > take.frames) {
    throw new CortadoError(
      'INVALID_INPUT',
      `The take has frames 0 to ${take.frames}; ${wish.from} to ${wish.to} is not a part of it. Mark a range within it.`,
    )
  }
  const step = manifest.latents.temporalCompression
  const seen = view({ from: wish.from, to: wish.to }, take, manifest)
  const range = widened({ from: wish.from, to: wish.to }, seen, step)
  const notes =
    range.from === wish.from && range.to === wish.to
      ? []
      : [`Frames ${range.from} to ${range.to} are made anew instead of ${wish.from} to ${wish.to}: ${grid(manifest)}.`]
  const given: Given = { footage: [whole(take, 0)], make: [range], seen, strength }
  return {
    operation,
    frames: take.frames,
    given: region === undefined ? given : { ...given, region },
    notes,
  }
}

/** The part of a take that the model sees around a range: all of it where it can, else about as much before as after. */
function view(range: FrameRange, { frames }: Source, manifest: PackManifest): FrameRange {
  const length = range.to - range.from
  const most = Math.max(Math.min(frames, reach(manifest, length)), length)
  const from = Math.max(0, Math.min(frames - most, range.from - Math.ceil((most - length) / 2)))
  return { from, to: from + most }
}

/**
 * How many frames the model sees at once where `made` of them are new: one pass, or more where its clips can be made of
 * windows. Throws `FRAMES_OUT_OF_RANGE`.
 */
function reach({ frames: { window, max }, title }: PackManifest, made: number): number {
  const wanted = Math.max(window, made + CONTEXT)
  const seen = Math.min(max, wanted)
  if (seen > made) return seen
  throw new CortadoError(
    'FRAMES_OUT_OF_RANGE',
    `"${title}" makes at most ${max - 1} frames beside old ones. Ask for fewer at a time.`,
  )
}

/** The largest number of frames up to `count` that fills latent frames from a first one on. */
function onGrid(count: number, step: number): number {
  return Math.floor((count - 1) / step) * step + 1
}

function whole({ master, frames }: Source, at: number): Given['footage'][number] {
  return { media: master, from: 0, count: frames, at }
}

function grid({ title, latents }: PackManifest): string {
  return `"${title}" makes ${latents.temporalCompression} frames at a time`
}

function checkSource({ rate, size }: Source, manifest: PackManifest): void {
  const { rate: own, title } = manifest
  if (rate.num * own.den !== own.num * rate.den) {
    throw new CortadoError(
      'INVALID_INPUT',
      `The take has ${(rate.num / rate.den).toFixed(2)} frames a second, "${title}" makes ${(own.num / own.den).toFixed(2)}. ` +
        'Change the take that it was refined from, and refine the result again.',
    )
  }
  if (fitsSize(size, manifest.size)) return
  throw new CortadoError(
    'SIZE_NOT_SUPPORTED',
    `The take is ${size.width} x ${size.height} pixels, which "${title}" cannot make. ` +
      'Change the take that it was refined from, and refine the result again.',
  )
}

import type { Clip } from './clip.ts'
import { frame } from './time.ts'

/** Parts of a full run; one with more than twice as many is cut in pieces. Measured: docs/decisions/timeline.md. */
const FULL = 16

/** What a run is made of: clips, or shorter runs, which are all equally high. */
export type Part = Clip | Run

/**
 * Neighbours of a track. Their starts are kept `shift` frames too early, so that a ripple moves a run, and all that it holds,
 * by making one new object.
 */
export class Run {
  /** Names the run among those of its track for as long as it lives, also where it is stored. */
  readonly key: number
  readonly shift: number
  /** As kept: `shift` is not in their starts. */
  readonly kept: readonly Part[]
  /** Zero for a run of clips, one for a run of those, and so on. */
  readonly height: number
  readonly start: number
  readonly length: number
  #parts: readonly Part[] | null

  constructor(key: number, shift: number, kept: readonly Part[]) {
    const [first, last] = [kept[0], kept.at(-1)]
    this.key = key
    this.shift = shift
    this.kept = kept
    this.height = first instanceof Run ? first.height + 1 : 0
    this.start = (first?.start ?? 0) + shift
    this.length = last && first ? last.start + last.length - first.start : 0
    this.#parts = shift === 0 ? kept : null
  }

  /** The parts where they are. */
  get parts(): readonly Part[] {
    this.#parts ??= this.kept.map((part) => moved(part, this.shift))
    return this.#parts
  }
}

function moved(part: Part, by: number): Part {
  if (part instanceof Run) return new Run(part.key, part.shift + by, part.kept)
  return { ...part, start: frame(part.start + by) }
}

/** A part of which everything that starts at `from` or later is moved. */
export function shifted(part: Part, from: number, by: number): Part {
  if (part.start >= from) return moved(part, by)
  if (!(part instanceof Run) || endOf(part) <= from) return part
  return new Run(
    part.key,
    0,
    part.parts.map((one) => shifted(one, from, by)),
  )
}

export function endOf(part: Part): number {
  return part.start + part.length
}

/** The runs of clips, in order, from the first one that ends after `from`. */
export function* leaves(run: Run, from = 0): Generator<readonly Clip[]> {
  const { height, parts } = run
  if (height === 0) yield parts as readonly Clip[]
  else {
    for (let at = lowest(parts, (part) => endOf(part) > from); at < parts.length; at += 1) {
      yield* leaves(parts[at] as Run, from)
    }
  }
}

/** The lowest index for which a condition holds that holds for all above it; the length where it holds for none. */
export function lowest(parts: readonly Part[], holds: (part: Part) => boolean): number {
  let low = 0
  let high = parts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(parts[middle] as Part)) high = middle
    else low = middle + 1
  }
  return low
}

/** What came of cutting and joining runs. */
export interface Changes {
  /** A key that no run of the track has. */
  next: number
  /** Clips and runs, and the run that each lies in from now on, or null. */
  homes: [name: string | number, run: number | null][]
}

/** A run of other parts under the same key: several where they are too many, none where there are none. */
export function runsOf(key: number, parts: readonly Part[], changes: Changes): Run[] {
  if (parts.length === 0) {
    changes.homes.push([key, null])
    return []
  }
  if (parts.length <= 2 * FULL) return [new Run(key, 0, parts)]
  const each = Math.ceil(parts.length / Math.floor(parts.length / FULL))
  return Array.from({ length: Math.ceil(parts.length / each) }, (_, index) => {
    const own = index === 0 ? key : changes.next++
    const some = parts.slice(index * each, (index + 1) * each)
    settle(some, own, changes)
    return new Run(own, 0, some)
  })
}

/** One run of several. */
export function rootOf(runs: readonly Run[], changes: Changes): Run | undefined {
  let all = runs
  while (all.length > 1) {
    const key = changes.next++
    settle(all, key, changes)
    all = runsOf(key, all, changes)
  }
  return all[0]
}

/** A run with other clips where `way`, the index in each run on it, leads. */
export function edited(
  run: Run,
  way: readonly number[],
  edit: (clips: readonly Clip[], key: number) => readonly Clip[],
  changes: Changes,
): Run[] {
  const { key, height, parts } = run
  if (height === 0) return runsOf(key, edit(parts as readonly Clip[], key), changes)
  const at = way[0] ?? 0
  const pieces = edited(parts[at] as Run, way.slice(1), edit, changes)
  settle(pieces.slice(1), key, changes)
  return runsOf(key, parts.toSpliced(at, 1, ...pieces), changes)
}

function settle(parts: readonly Part[], key: number, changes: Changes): void {
  for (const part of parts) changes.homes.push([part instanceof Run ? part.key : part.id, key])
}

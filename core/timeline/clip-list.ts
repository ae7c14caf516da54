import { IdIndex } from './id-index.ts'
import type { Clip } from './clip.ts'
import { frame } from './time.ts'

/** Clips of a full run; twice as many are split. Measured: less copies more runs on a ripple, more copies more clips on an edit. */
const RUN = 48

/**
 * Some neighbouring clips of a track. Their starts are kept `shift` frames too early, so that a ripple moves a run
 * by making one new object, and not one for every clip in it.
 */
export class Run {
  /** Names the run for as long as it lives, also where it is stored. */
  readonly key: number
  readonly shift: number
  /** As kept: `shift` is not in their starts. */
  readonly kept: readonly Clip[]
  #clips: readonly Clip[] | null

  constructor(key: number, shift: number, kept: readonly Clip[]) {
    this.key = key
    this.shift = shift
    this.kept = kept
    this.#clips = shift === 0 ? kept : null
  }

  /** The clips where they are. */
  get clips(): readonly Clip[] {
    this.#clips ??= this.kept.map((clip) => ({ ...clip, start: frame(clip.start + this.shift) }))
    return this.#clips
  }

  get start(): number {
    return (this.kept[0]?.start ?? 0) + this.shift
  }

  get end(): number {
    const last = this.kept.at(-1)
    return last ? last.start + last.length + this.shift : 0
  }
}

/**
 * The clips of a track in order of start. Unchangeable; a changed one shares every run that it does not touch, so an edit
 * costs the same on a track of fifty clips and of fifty thousand. Edits keep it free of overlaps.
 */
export class ClipList {
  static readonly empty = new ClipList([], IdIndex.empty, 0)
  readonly runs: readonly Run[]
  readonly length: number
  readonly #ids: IdIndex
  /** Where each run lies among the others, by key. Lists with the same runs in the same order share it. */
  #places: ReadonlyMap<number, number> | null

  private constructor(
    runs: readonly Run[],
    ids: IdIndex,
    length: number,
    places: ReadonlyMap<number, number> | null = null,
  ) {
    this.runs = runs
    this.#ids = ids
    this.length = length
    this.#places = places
  }

  /** From clips in order of start. */
  static from(clips: readonly Clip[]): ClipList {
    const runs: Run[] = []
    for (let at = 0; at < clips.length; at += RUN) runs.push(new Run(runs.length, 0, clips.slice(at, at + RUN)))
    return ClipList.ofRuns(runs)
  }

  /** From runs as they were stored, in any order. */
  static ofRuns(runs: readonly Run[]): ClipList {
    const sorted = [...runs].sort((a, b) => a.start - b.start)
    const ids = sorted.flatMap((run) => run.kept.map((clip) => [clip.id, run.key] as const))
    return new ClipList(sorted, IdIndex.empty.with(ids), ids.length)
  }

  *[Symbol.iterator](): Iterator<Clip> {
    for (const run of this.runs) yield* run.clips
  }

  get(id: string): Clip | undefined {
    const index = this.#indexOf(id)
    return index === undefined ? undefined : this.runs[index]?.clips.find((clip) => clip.id === id)
  }

  get first(): Clip | undefined {
    return this.runs[0]?.clips[0]
  }

  get last(): Clip | undefined {
    return this.runs.at(-1)?.clips.at(-1)
  }

  /** The clip at a frame; undefined in a gap. */
  under(at: number): Clip | undefined {
    const clip = this.endingAfter(at)
    return clip && clip.start <= at ? clip : undefined
  }

  /** The first clip that ends after a frame. */
  endingAfter(at: number): Clip | undefined {
    return this.runs[this.#runEndingAfter(at)]?.clips.find((clip) => clip.start + clip.length > at)
  }

  /** The first clip that starts at a frame or later. */
  from(at: number): Clip | undefined {
    const clip = this.endingAfter(at)
    return clip && clip.start < at ? this.after(clip) : clip
  }

  /** The last clip that starts before a frame. */
  before(at: number): Clip | undefined {
    const index = lowest(this.runs.length, (run) => (this.runs[run]?.start ?? 0) >= at) - 1
    return this.runs[index]?.clips.findLast((clip) => clip.start < at)
  }

  /** The clip that follows another one of the track. */
  after(clip: Clip): Clip | undefined {
    return this.endingAfter(clip.start + clip.length)
  }

  /** Clips that have a frame in common with a range, in order. */
  *between(from: number, to: number): Generator<Clip> {
    for (let index = this.#runEndingAfter(from); index < this.runs.length; index += 1) {
      for (const clip of this.runs[index]?.clips ?? []) {
        if (clip.start >= to) return
        if (clip.start + clip.length > from) yield clip
      }
    }
  }

  /** With a clip at its start, in the place of the one that has its id. */
  put(clip: Clip): ClipList {
    const there = this.#indexOf(clip.id)
    if (there === undefined) return this.#insert(clip)
    if (!this.#staysIn(there, clip)) return this.remove(clip.id).#insert(clip)
    return this.#replace(there, (clips) => inserted(without(clips, clip.id), clip), [])
  }

  remove(id: string): ClipList {
    const index = this.#indexOf(id)
    return index === undefined ? this : this.#replace(index, (clips) => without(clips, id), [[id, null]])
  }

  /** With every clip that starts at `from` or later moved by so many frames. What they move over must be free. */
  shift(from: number, by: number): ClipList {
    const index = lowest(this.runs.length, (run) => (this.runs[run]?.end ?? 0) > from)
    const runs = this.runs.map((run, place) => {
      if (place < index || run.end <= from) return run
      if (run.start >= from) return new Run(run.key, run.shift + by, run.kept)
      const moved = run.clips.map((clip) => (clip.start >= from ? { ...clip, start: frame(clip.start + by) } : clip))
      return new Run(run.key, 0, moved)
    })
    return new ClipList(runs, this.#ids, this.length, this.#places)
  }

  #indexOf(id: string): number | undefined {
    const key = this.#ids.get(id)
    if (key === undefined) return undefined
    this.#places ??= new Map(this.runs.map((run, index) => [run.key, index]))
    return this.#places.get(key)
  }

  #runEndingAfter(at: number): number {
    return lowest(this.runs.length, (run) => (this.runs[run]?.end ?? 0) > at)
  }

  /** Whether a clip can lie in a run without leaving the order of the runs. */
  #staysIn(index: number, clip: Clip): boolean {
    const before = this.runs[index - 1]
    const after = this.runs[index + 1]
    return (!before || clip.start >= before.end) && (!after || clip.start < after.start)
  }

  #insert(clip: Clip): ClipList {
    if (this.runs.length === 0) return new ClipList([new Run(0, 0, [clip])], IdIndex.empty.with([[clip.id, 0]]), 1)
    const index = Math.max(0, lowest(this.runs.length, (run) => (this.runs[run]?.start ?? 0) > clip.start) - 1)
    return this.#replace(index, (clips) => inserted(clips, clip), [[clip.id, this.runs[index]?.key ?? 0]])
  }

  /** With other clips in one run, which is split where it grew too long and goes where it is empty. `ids` came or went. */
  #replace(
    index: number,
    change: (clips: readonly Clip[]) => readonly Clip[],
    ids: readonly (readonly [id: string, run: number | null])[],
  ): ClipList {
    const old = this.runs[index]
    if (!old) return this
    const clips = change(old.clips)
    const pieces = this.#pieces(old.key, clips)
    const moved = pieces.slice(1).flatMap((run) => run.kept.map((clip) => [clip.id, run.key] as const))
    const changed = [...ids, ...moved]
    return new ClipList(
      this.runs.toSpliced(index, 1, ...pieces),
      changed.length === 0 ? this.#ids : this.#ids.with(changed),
      this.length + clips.length - old.kept.length,
      pieces.length === 1 ? this.#places : null,
    )
  }

  #pieces(key: number, clips: readonly Clip[]): Run[] {
    if (clips.length === 0) return []
    if (clips.length <= 2 * RUN) return [new Run(key, 0, clips)]
    const fresh = this.runs.reduce((most, run) => Math.max(most, run.key), key) + 1
    return [new Run(key, 0, clips.slice(0, RUN)), new Run(fresh, 0, clips.slice(RUN))]
  }
}

function without(clips: readonly Clip[], id: string): readonly Clip[] {
  return clips.filter((clip) => clip.id !== id)
}

function inserted(clips: readonly Clip[], clip: Clip): readonly Clip[] {
  const at = lowest(clips.length, (index) => (clips[index]?.start ?? 0) > clip.start)
  return clips.toSpliced(at, 0, clip)
}

/** The lowest index for which a condition holds that holds for all above it; `count` where it holds for none. */
function lowest(count: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

import { z } from 'zod'
import { Clip } from '../../core/timeline/clip.ts'
import { ClipList } from '../../core/timeline/clip-list.ts'
import { Run } from '../../core/timeline/run.ts'
import type { Db } from './store.ts'
import type { Tally } from './usage.ts'

/** A run as it is stored. */
export interface RunRow {
  track: string
  key: number
  /** The key of the run that holds this one; null for the one that holds all. */
  parent: number | null
  shift: number
  /** Null for a run of runs. */
  clips: string | null
}

/** A run and the key of the one that holds it. */
interface Placed {
  run: Run
  parent: number | null
}

/** The clips of tracks as rows: one for each run, and one for the clips of a run that has some. */
export interface RunRows {
  /** By track; one without clips is not there. Throws where the rows are none of ours. */
  load(sequence: string): Map<string, ClipList>
  /** Writes the runs that differ. The tally is told which clips went from a run and which came to it. */
  save(
    track: { sequence: string; track: string },
    before: ClipList,
    after: ClipList,
    tally?: Pick<Tally, 'change'>,
  ): void
}

/** Ours hold a tenth: an edit writes a run whole, which must not be a stranger's film of a million clips. */
const Clips = z.array(Clip).min(1).max(1000)
const Key = z.number().int().nonnegative()
/** Runs in runs: more than any film has. */
export const HIGHEST = 16

export function createRunRows(db: Db): RunRows {
  const all = db.prepare<[string], RunRow>(
    'SELECT track, key, parent, shift, clips FROM run LEFT JOIN run_clips ON run_clips.run = run.seq WHERE sequence = ?',
  )
  const putRun = db.prepare<[string, string, number, number | null, number], { seq: number }>(
    `INSERT INTO run (sequence, track, key, parent, shift) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (sequence, track, key) DO UPDATE SET parent = excluded.parent, shift = excluded.shift RETURNING seq`,
  )
  const putClips = db.prepare(
    'INSERT INTO run_clips (run, clips) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET clips = excluded.clips',
  )
  const dropRun = db.prepare('DELETE FROM run WHERE sequence = ? AND track = ? AND key = ?')

  return {
    load: (sequence) =>
      new Map([...Map.groupBy(all.all(sequence), ({ track }) => track)].map(([track, rows]) => [track, listOf(rows)])),
    save({ sequence, track }, before, after, tally) {
      const { gone, come } = differing(before, after)
      for (const { run } of gone) {
        dropRun.run(sequence, track, run.key)
        if (run.height === 0) tally?.change(clipsIn(run), [])
      }
      for (const { was, now } of come) {
        const { run, parent } = now
        const clips = run.height === 0 && was?.run.kept !== run.kept
        if (!clips && was?.run.shift === run.shift && was.parent === parent) continue
        const row = putRun.get(sequence, track, run.key, parent, run.shift)
        if (!clips) continue
        putClips.run(row?.seq, JSON.stringify(run.kept))
        tally?.change(was ? clipsIn(was.run) : [], clipsIn(run))
      }
    },
  }
}

function clipsIn(run: Run): readonly Clip[] {
  return run.kept as readonly Clip[]
}

/**
 * Runs that went, and those that came or are not as they were. A run stays as high above the clips as it is, so each height
 * is compared by itself, and only below runs that hold others than before.
 */
function differing(before: ClipList, after: ClipList): { gone: Placed[]; come: { was?: Placed; now: Placed }[] } {
  const gone: Placed[] = []
  const come: { was?: Placed; now: Placed }[] = []
  let old: Placed[] = []
  let fresh: Placed[] = []
  for (let height = Math.max(before.root.height, after.root.height); height >= 0; height -= 1) {
    if (before.root.height === height && before.length > 0) old.push({ run: before.root, parent: null })
    if (after.root.height === height && after.length > 0) fresh.push({ run: after.root, parent: null })
    const known = new Map(old.map((one) => [one.run.key, one]))
    old = []
    const inside: Placed[] = []
    for (const now of fresh) {
      const was = known.get(now.run.key)
      known.delete(now.run.key)
      if (was?.run === now.run && was.parent === now.parent) continue
      come.push({ ...(was && { was }), now })
      if (was?.run.kept === now.run.kept) continue
      if (was) old.push(...partsOf(was))
      inside.push(...partsOf(now))
    }
    for (const one of known.values()) old.push(...partsOf(one))
    gone.push(...known.values())
    fresh = inside
  }
  return { gone, come }
}

function partsOf({ run }: Placed): Placed[] {
  return run.height === 0 ? [] : (run.kept as readonly Run[]).map((part) => ({ run: part, parent: run.key }))
}

/** The clips of a track from its rows, each of which must have its place. */
function listOf(rows: readonly RunRow[]): ClipList {
  const inside = Map.groupBy(rows, ({ parent }) => parent)
  let placed = 0
  const build = (row: RunRow, depth: number): Run => {
    placed += 1
    const kept = row.clips === null ? runsIn(row.key, depth + 1) : Clips.parse(JSON.parse(row.clips))
    if (kept.some((part, index) => index > 0 && part.start <= (kept[index - 1]?.start ?? 0))) {
      throw new RangeError('clips of a run out of order')
    }
    return new Run(Key.parse(row.key), z.number().int().parse(row.shift), kept)
  }
  const runsIn = (key: number | null, depth: number): Run[] => {
    const runs = (inside.get(key) ?? []).map((row) => build(row, depth)).sort((a, b) => a.start - b.start)
    if (runs.length === 0 || depth > HIGHEST || runs.some(({ height }) => height !== runs[0]?.height)) {
      throw new RangeError('runs that hold nothing, one another, or clips and runs')
    }
    return runs
  }
  const [root, another] = runsIn(null, 0)
  if (!root || another || placed < rows.length) throw new RangeError('runs that lie nowhere')
  return ClipList.of(root)
}

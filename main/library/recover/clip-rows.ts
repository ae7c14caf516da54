import { z } from 'zod'
import { ClipList } from '../../../core/timeline/clip-list.ts'
import { Clip } from '../../../core/timeline/clip.ts'
import { createRunRows, HIGHEST } from '../run-rows.ts'
import type { RunRow } from '../run-rows.ts'
import type { Db } from '../store.ts'

/** A clip where it lies, and the track that it lies on. */
export interface LooseClip {
  track: string
  clip: Clip
}

/** Every clip of a sequence that is one, in order, and how many were none. */
export function readClips(db: Db, sequence: string): { clips: LooseClip[]; bad: number } {
  const rows = db
    .prepare<[string], RunRow>(
      'SELECT track, key, parent, shift, clips FROM run LEFT JOIN run_clips ON run_clips.run = run.seq WHERE sequence = ? ORDER BY track, key',
    )
    .all(sequence)
  const byPlace = new Map(rows.map((row) => [`${row.track} ${row.key}`, row]))
  /** With the shifts of the runs around it, as far as they are there. */
  const shiftOf = (row: RunRow | undefined, depth = 0): number =>
    row && depth <= HIGHEST ? row.shift + shiftOf(byPlace.get(`${row.track} ${row.parent}`), depth + 1) : 0
  const found = rows.flatMap((row) => {
    const shift = shiftOf(row)
    return listOf(row.clips ?? '[]').map((clip) => {
      const parsed = Clip.safeParse(clip)
      const placed = parsed.success ? Clip.safeParse({ ...parsed.data, start: parsed.data.start + shift }) : parsed
      return placed.success ? { track: row.track, clip: placed.data } : null
    })
  })
  const clips = found.filter((one) => one !== null)
  return { clips, bad: found.length - clips.length }
}

/** What cannot be read at all counts as one that is none. */
function listOf(text: string): unknown[] {
  try {
    return z.array(z.unknown()).parse(JSON.parse(text))
  } catch {
    return [null]
  }
}

/** Puts clips in the place of all that a sequence had. */
export function writeClips(db: Db, sequence: string, clips: readonly LooseClip[]): void {
  db.prepare('DELETE FROM run_clips WHERE run IN (SELECT seq FROM run WHERE sequence = ?)').run(sequence)
  db.prepare('DELETE FROM run WHERE sequence = ?').run(sequence)
  const runs = createRunRows(db)
  for (const [track, own] of Map.groupBy(clips, (one) => one.track)) {
    const sorted = own.map(({ clip }) => clip).sort((a, b) => a.start - b.start)
    runs.save({ sequence, track }, ClipList.empty, ClipList.from(sorted))
  }
}

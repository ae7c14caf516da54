import { z } from 'zod'
import { Clip } from '../../../core/timeline/clip.ts'
import type { Db } from '../store.ts'

/** How many clips go into one row. */
const RUN = 48

/** A clip where it lies, and the track that it lies on. */
export interface LooseClip {
  track: string
  clip: Clip
}

interface RunRow {
  track: string
  shift: number
  clips: string
}

/** Every clip of a sequence that is one, in order, and how many were none. */
export function readClips(db: Db, sequence: string): { clips: LooseClip[]; bad: number } {
  const rows = db
    .prepare<[string], RunRow>(
      'SELECT track, shift, clips FROM run JOIN run_clips ON run_clips.run = run.seq WHERE sequence = ? ORDER BY track, key',
    )
    .all(sequence)
  const found = rows.flatMap(({ track, shift, clips }) =>
    listOf(clips).map((clip) => {
      const parsed = Clip.safeParse(clip)
      const placed = parsed.success ? Clip.safeParse({ ...parsed.data, start: parsed.data.start + shift }) : parsed
      return placed.success ? { track, clip: placed.data } : null
    }),
  )
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
  const addRun = db.prepare('INSERT INTO run (sequence, track, key, shift) VALUES (?, ?, ?, 0)')
  const addClips = db.prepare('INSERT INTO run_clips (run, clips) VALUES (?, ?)')
  for (const [track, own] of Map.groupBy(clips, (one) => one.track)) {
    const sorted = own.map(({ clip }) => clip).sort((a, b) => a.start - b.start)
    for (let at = 0; at < sorted.length; at += RUN) {
      const { lastInsertRowid: run } = addRun.run(sequence, track, at / RUN)
      addClips.run(run, JSON.stringify(sorted.slice(at, at + RUN)))
    }
  }
}

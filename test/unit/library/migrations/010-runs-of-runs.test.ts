import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import type { Clip } from '../../../../core/timeline/clip.ts'
import { newId, openLibrary } from '../../../../main/library/index.ts'
import { migrate } from '../../../../main/library/migrate.ts'
import { MIGRATIONS } from '../../../../main/library/migrations/index.ts'
import { clip as newClip } from '../../timeline/sample.ts'
import { temporaryFolder } from '../sample.ts'

/** Clips and runs of the longer track, of which the runs from the third on lie 1,000 frames later than their clips say. */
const CLIPS = 2400
const RUN = 48

/** A project as version 9 left it: rows of runs that lie in no other. */
function makeLibrary(folder: string, clips: readonly Clip[]): void {
  mkdirSync(folder)
  const db = new Database(join(folder, 'library.sqlite'))
  migrate(
    db,
    MIGRATIONS.filter(({ version }) => version <= 9),
  )
  db.exec(`INSERT INTO shot (id, name, prompt, created_at) VALUES ('shot0001', 'Kite', 'a kite', 1);
    INSERT INTO sequence (id, name, rate_num, rate_den, width, height, revision, created_at) VALUES ('sequence1', 'Old', 24, 1, 512, 512, 0, 1);
    INSERT INTO project (slot, id, name, sample, sequence, created_at) VALUES (1, 'project01', 'Old', 0, 'sequence1', 1);
    INSERT INTO history (sequence, parent, label, edit, forward, backward, created_at) VALUES ('sequence1', NULL, '', '', '', '', 1);
    UPDATE sequence SET head = (SELECT seq FROM history);
    INSERT INTO usage (sequence, source, shot, clips) VALUES ('sequence1', 'shot:shot0001', 'shot0001', ${CLIPS + 1})`)
  const addTrack = db.prepare(
    `INSERT INTO track (sequence, id, position, kind, name) VALUES ('sequence1', ?, ?, 'video', ?)`,
  )
  const addRun = db.prepare(`INSERT INTO run (sequence, track, key, shift) VALUES ('sequence1', ?, ?, ?)`)
  const addClips = db.prepare('INSERT INTO run_clips (run, clips) VALUES (?, ?)')
  const put = (track: string, key: number, shift: number, some: readonly Clip[]): void => {
    addClips.run(addRun.run(track, key, shift).lastInsertRowid, JSON.stringify(some))
  }
  for (const [at, id] of ['long00001', 'short0001', 'empty0001'].entries()) addTrack.run(id, at, id)
  for (let at = 0; at < CLIPS; at += RUN) put('long00001', at / RUN, at < 2 * RUN ? 0 : 1000, clips.slice(at, at + RUN))
  put('short0001', 4, 7, [newClip('alone', 3, 5)])
  db.close()
}

it('puts the runs of an old library into longer ones, with every clip where it was', async () => {
  const folder = join(await temporaryFolder(), 'Old.cortado')
  const clips = Array.from({ length: CLIPS }, (_, index) => newClip(`o${index}x`, index * 10, 6))
  makeLibrary(folder, clips)
  const starts = clips.map(({ start }, index) => start + (index < 2 * RUN ? 0 : 1000))

  let library = await openLibrary(folder)
  const startsOn = (track: number): number[] =>
    [...(library.sequences.get('sequence1').sequence.tracks[track]?.items ?? [])].map(({ start }) => start)
  expect([startsOn(0), startsOn(1), startsOn(2)]).toEqual([starts, [10], []])

  // The first edit orders them anew, and a ripple moves what lies behind.
  const { revision } = library.sequences.get('sequence1')
  const args = { track: 'long00001', clip: newClip('fresh', 12_006, 4), splitId: newId() }
  library.sequences.edit('sequence1', { revision, edits: [{ name: 'insert', args }] })
  const edited = starts.flatMap((start) => (start < 12_006 ? [start] : [start + 4]))
  const expected = [...edited, 12_006].sort((a, b) => a - b)
  expect(startsOn(0)).toEqual(expected)
  library.close()
  library = await openLibrary(folder)
  expect(startsOn(0)).toEqual(expected)
  library.sequences.undo('sequence1')
  library.close()
  library = await openLibrary(folder)
  expect([startsOn(0), startsOn(1), startsOn(2)]).toEqual([starts, [10], []])
  library.close()
})

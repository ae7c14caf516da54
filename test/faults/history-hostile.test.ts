import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { newId, openLibrary } from '../../main/library/index.ts'
import type { Library } from '../../main/library/index.ts'
import { clip, newLibrary, trackOf } from '../unit/library/sample.ts'

type Db = Database.Database

/** A closed project with four inserts, the last undone, whose rows were then changed by a stranger. */
async function tampered(change: (db: Db) => void, packed = false): Promise<string> {
  const library = await newLibrary()
  const { sequences, project } = library
  const shot = library.shots.create({ prompt: 'a kite' }).id
  for (let index = 0; index < 4; index += 1) {
    const { revision } = sequences.get(project.sequence)
    const args = { track: trackOf(library), clip: clip(shot, index * 48), splitId: newId() }
    sequences.edit(project.sequence, { revision, edits: [{ name: 'insert', args }] })
  }
  if (packed) await sequences.compact(project.sequence, {})
  sequences.undo(project.sequence)
  library.close()
  const db = new Database(join(library.folder, 'library.sqlite'))
  db.pragma('foreign_keys = OFF')
  db.pragma('ignore_check_constraints = ON')
  change(db)
  db.close()
  return library.folder
}

/** Opens the project and does everything there is to do with its history. Gives the codes of what was refused. */
async function useEverything(folder: string): Promise<Set<string>> {
  const codes = new Set<string>()
  let library: Library
  try {
    library = await openLibrary(folder)
  } catch (error) {
    return new Set([codeOf(error)])
  }
  const { sequences, project } = library
  const id = project.sequence
  const steps = (): number[] => sequences.history(id, null, 100).map(({ step }) => step)
  const calls: (() => unknown)[] = [
    () => sequences.get(id),
    () => sequences.list(),
    () => sequences.undo(id),
    () => sequences.undo(id),
    () => sequences.redo(id),
    () => steps(),
    ...[1, 2, 3, 4, 5, 6].map((step) => () => sequences.jump(id, step)),
    () => sequences.compact(id, { dryRun: true, dropBranches: true, keepUndo: 1 }),
    () => sequences.compact(id, {}),
    () => sequences.compact(id, { dropBranches: true, keepUndo: 1 }),
  ]
  for (const call of calls) {
    try {
      await call()
    } catch (error) {
      codes.add(codeOf(error))
    }
  }
  library.close()
  return codes
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

const HARMLESS = ['NOT_FOUND', 'NOTHING_TO_UNDO', 'NOTHING_TO_REDO', 'EDIT_REFUSED']
const sql =
  (text: string, ...values: unknown[]) =>
  (db: Db): void =>
    void db.prepare(text).run(...values)
const put = (change: object): string =>
  JSON.stringify([{ do: 'put', track: 'track0001', clip: { ...clip('shot00001', 0), ...change } }])

const trackIn = (db: Db): string => (db.prepare("SELECT id FROM track WHERE kind = 'video'").get() as { id: string }).id
/** Has an undo put a clip of a shot of the project on its track. */
const putOnTrack =
  (change: object) =>
  (db: Db): void => {
    const { id } = db.prepare('SELECT id FROM shot').get() as { id: string }
    const operation = { do: 'put', track: trackIn(db), clip: { ...clip(id, 0), ...change } }
    db.prepare('UPDATE history SET backward = ? WHERE seq = 4').run(JSON.stringify([operation]))
  }

describe('rows that no Cortado wrote are found damaged, and nothing hangs', () => {
  it.each<[string, (db: Db) => void]>([
    ['a point that is its own parent', sql('UPDATE history SET parent = seq WHERE seq = 4')],
    [
      'parents in a circle',
      sql('UPDATE history SET parent = CASE seq WHEN 2 THEN 4 WHEN 3 THEN 2 ELSE 3 END WHERE seq BETWEEN 2 AND 4'),
    ],
    ['a parent that is younger', sql('UPDATE history SET parent = 5 WHERE seq = 3')],
    ['a parent that is not there', sql('UPDATE history SET parent = 999 WHERE seq = 4')],
    ['a point in the middle without a parent', sql('UPDATE history SET parent = NULL WHERE seq = 3')],
    ['a sequence that stands nowhere', sql('UPDATE sequence SET head = 999')],
    ['a redo that leads nowhere', sql('UPDATE history SET redo = 999 WHERE seq = 4')],
    ['operations that are no JSON', sql(`UPDATE history SET backward = 'rubbish' WHERE seq = 4`)],
    ['operations that are none', sql(`UPDATE history SET backward = '[{"do":"explode"}]' WHERE seq = 4`)],
    ['a clip of no frames', sql('UPDATE history SET backward = ? WHERE seq = 4', put({ length: 0 }))],
    ['a clip far beyond every frame', sql('UPDATE history SET backward = ? WHERE seq = 4', put({ start: 1e300 }))],
    ['a clip in the place of another one', putOnTrack({ id: 'strange01', start: 10 })],
    ['a clip beyond its source', putOnTrack({ id: 'strange01', start: 4000, offset: 47 })],
    [
      'a ripple over other clips',
      (db) => {
        const track = trackIn(db)
        const text = JSON.stringify([{ do: 'shift', track, from: 90, by: -60 }])
        db.prepare('UPDATE history SET backward = ? WHERE seq = 4').run(text)
      },
    ],
    ['a pack that is not there', sql(`UPDATE history SET pack = 77, forward = '', backward = '' WHERE seq = 4`)],
    [
      'clips out of order',
      sql(
        `UPDATE run_clips SET clips = (SELECT json_group_array(value ORDER BY value ->> 'start' DESC) FROM json_each(clips))`,
      ),
    ],
    [
      'a run twice at one place',
      (db) => {
        db.exec(`INSERT INTO run (sequence, track, key, shift) SELECT sequence, track, 9, 0 FROM run LIMIT 1;
               INSERT INTO run_clips SELECT (SELECT max(seq) FROM run), clips FROM run_clips LIMIT 1`)
      },
    ],
    ['runs of which none holds all', sql('UPDATE run SET parent = key')],
    ['a run in one that is not there', sql('UPDATE run SET parent = 77')],
    [
      'a run in a run of clips',
      sql('INSERT INTO run (sequence, track, key, parent, shift) SELECT sequence, track, 9, key, 0 FROM run'),
    ],
    [
      'a run that holds itself beside the one that holds all',
      sql('INSERT INTO run (sequence, track, key, parent, shift) SELECT sequence, track, 9, 9, 0 FROM run'),
    ],
    [
      'clips beside runs',
      (db) => {
        db.exec(`INSERT INTO run (sequence, track, key, shift) SELECT sequence, track, 20, 0 FROM run LIMIT 1;
               UPDATE run SET parent = 20 WHERE key < 20;
               INSERT INTO run (sequence, track, key, parent, shift) SELECT sequence, track, 21, 20, 500 FROM run LIMIT 1;
               INSERT INTO run (sequence, track, key, parent, shift) SELECT sequence, track, 22, 21, 500 FROM run LIMIT 1;
               INSERT INTO run_clips SELECT max(run.seq), replace(clips, '"id":"', '"id":"zz') FROM run, run_clips`)
      },
    ],
    [
      'runs in runs without end',
      (db) => {
        db.exec(`UPDATE run SET parent = 5000, key = 5001;
               INSERT INTO run (sequence, track, key, parent, shift)
               WITH RECURSIVE up (key) AS (VALUES (1) UNION ALL SELECT key + 1 FROM up WHERE key < 5000)
               SELECT run.sequence, run.track, up.key, nullif(up.key - 1, 0), 0 FROM run, up`)
      },
    ],
    ['a run without clips', sql(`UPDATE run_clips SET clips = '[]'`)],
    ['a run before the beginning', sql('UPDATE run SET shift = -500')],
    ['a run out of every range', sql('UPDATE run SET shift = 9007199254740993')],
    ['a key that is none', sql('UPDATE run SET key = -4')],
    ['a frame rate of nothing', sql('UPDATE sequence SET rate_den = 0')],
    ['more of a head than there is', sql(`UPDATE sequence SET extra = '[1'`)],
    ['a marker that is none', sql(`INSERT INTO marker SELECT id, 'marker001', '{"at":-1}' FROM sequence`)],
  ])('%s', async (_words, change) => {
    const codes = await useEverything(await tampered(change))
    expect([...codes].filter((code) => code !== 'LIBRARY_DAMAGED' && !HARMLESS.includes(code))).toEqual([])
    expect(codes).toContain('LIBRARY_DAMAGED')
  })

  it.each<[string, () => Buffer]>([
    ['noise', () => Buffer.alloc(400, 0xa5)],
    ['nothing', () => Buffer.alloc(0)],
    ['what is no list of steps', () => deflateRawSync('{"steps":1}')],
    ['other steps', () => deflateRawSync('[[900,"","[]","[]"]]')],
    ['a hundred megabytes of blanks', () => deflateRawSync(Buffer.alloc(100_000_000, 0x20))],
  ])('a pack of %s', async (_words, blob) => {
    const codes = await useEverything(await tampered(sql('UPDATE history_pack SET steps = ?', blob()), true))
    expect([...codes].filter((code) => code !== 'LIBRARY_DAMAGED' && !HARMLESS.includes(code))).toEqual([])
    expect(codes).toContain('LIBRARY_DAMAGED')
  })
})

describe('rows that no Cortado wrote and that do no harm', () => {
  it.each<[string, (db: Db) => void]>([
    [
      'operations on what is not there',
      sql(`UPDATE history SET backward = '[{"do":"remove","track":"track0001","clip":"clip00001"}]' WHERE seq = 4`),
    ],
    ['counts that are wrong', sql('UPDATE usage SET clips = 1000')],
    [
      'a point of the history that nothing leads to',
      sql(
        `INSERT INTO history (sequence, label, edit, forward, backward, created_at) SELECT id, 'X', '[]', '[]', '[]', 0 FROM sequence`,
      ),
    ],
    [
      'a sequence that shows itself',
      sql(`INSERT INTO usage (sequence, source, nested, clips) SELECT id, 'sequence:' || id, id, 1 FROM sequence`),
    ],
  ])('%s', async (_words, change) => {
    const codes = await useEverything(await tampered(change))
    expect([...codes].filter((code) => code !== 'LIBRARY_DAMAGED' && !HARMLESS.includes(code))).toEqual([])
  })
})

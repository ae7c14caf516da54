import { CortadoError } from '../../../core/errors.ts'
import { LABELS } from '../../../core/library/marks.ts'
import { newId } from '../id.ts'
import { createImportedStore } from '../imported.ts'
import { createJobStore } from '../jobs.ts'
import { createMediaStore } from '../media.ts'
import { createSequenceStore } from '../sequences.ts'
import { createStore } from '../store.ts'
import type { Db, Store } from '../store.ts'
import { createTakeStore } from '../takes.ts'
import { readClips, writeClips } from './clip-rows.ts'
import type { LooseClip } from './clip-rows.ts'
import { countUse } from './mend-clips.ts'

/**
 * Reads every row the way the studio will, and drops what does not parse: a page that is well formed can still hold a text
 * with a letter that flipped. Returns sentences about what went.
 */
export function prove(db: Db, folder: string): string[] {
  const store = createStore(db, folder)
  const jobs = createJobStore(store)
  const takes = createTakeStore(store, createMediaStore(store), jobs)
  const lost: string[] = []
  const each = (table: string, what: string, read: (id: string) => unknown, drop: (id: string) => void): void => {
    const ids = (db.prepare(`SELECT id FROM ${table}`).all() as { id: string }[]).map((row) => row.id)
    const bad = ids.filter((id) => !reads(() => read(id)))
    for (const id of bad) drop(id)
    if (bad.length > 0) lost.push(`${bad.length} ${what} that cannot be read any more.`)
  }
  const run = (sql: string, id: string): void => void db.prepare(sql).run(id)
  // A label is worth less than what bears it.
  for (const table of ['shot', 'take', 'imported']) {
    db.prepare(`UPDATE ${table} SET label = NULL WHERE label NOT IN (SELECT value FROM json_each(?))`).run(
      JSON.stringify(LABELS),
    )
  }
  const imported = createImportedStore(store)
  each(
    'imported',
    'media',
    (id) => imported.get(id),
    (id) => run('DELETE FROM imported WHERE id = ?', id),
  )
  each(
    'take',
    'takes',
    (id) => takes.get(id),
    (id) => {
      run('UPDATE take SET parent = NULL WHERE parent = ?', id)
      run('UPDATE shot SET picked = NULL WHERE picked = ?', id)
      run('DELETE FROM review WHERE take = ?', id)
      run('DELETE FROM take WHERE id = ?', id)
    },
  )
  each(
    'job',
    'jobs',
    (id) => jobs.get(id),
    (id) => {
      run('UPDATE take SET job = NULL WHERE job = ?', id)
      run('DELETE FROM job WHERE id = ?', id)
    },
  )
  for (const { id } of db.prepare('SELECT id FROM sequence').all() as { id: string }[]) {
    const load = (): unknown => createSequenceStore(store).get(id)
    if (reads(load)) continue
    const dropped = keepWhatLoads(store, id, load)
    lost.push(`${dropped} clips of a sequence that do not fit into it.`)
  }
  return lost
}

function reads(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (error instanceof CortadoError) return false
    throw error
  }
}

/**
 * What is not the clips' fault, the lesser loss first: markers, what has no column, the format, the kinds of tracks, the
 * tracks.
 */
const MENDS: readonly (readonly string[])[] = [
  ['DELETE FROM marker WHERE sequence = @sequence'],
  [`UPDATE sequence SET extra = '{}' WHERE id = @sequence`, `UPDATE track SET extra = '{}' WHERE sequence = @sequence`],
  [
    `UPDATE sequence SET name = 'Sequence', rate_num = 24, rate_den = 1, width = 512, height = 512 WHERE id = @sequence`,
  ],
  [`UPDATE track SET kind = 'video', name = 'V' || (position + 1) WHERE sequence = @sequence`],
  [
    'DELETE FROM track WHERE sequence = @sequence',
    `INSERT INTO track (sequence, id, position, kind, name) VALUES (@sequence, @id, 0, 'video', 'V1')`,
  ],
]

/** Takes all clips off, mends the sequence, and puts back the clips with which it loads, by halves. Returns how many stay off. */
function keepWhatLoads(store: Store, sequence: string, load: () => unknown): number {
  const { db } = store
  const { clips, bad } = readClips(db, sequence)
  writeClips(db, sequence, [])
  for (const mend of MENDS) if (!reads(load)) for (const sql of mend) db.prepare(sql).run({ sequence, id: newId() })
  let kept: readonly LooseClip[] = []
  const put = (some: readonly LooseClip[]): void => {
    if (some.length === 0) return
    writeClips(db, sequence, [...kept, ...some])
    if (reads(load)) {
      kept = [...kept, ...some]
      return
    }
    if (some.length === 1) return
    const middle = Math.ceil(some.length / 2)
    put(some.slice(0, middle))
    put(some.slice(middle))
  }
  const tracks = new Set(
    (db.prepare('SELECT id FROM track WHERE sequence = ?').all(sequence) as { id: string }[]).map((row) => row.id),
  )
  put(clips.filter(({ track }) => tracks.has(track)))
  writeClips(db, sequence, kept)
  countUse(store, sequence, kept)
  return bad + clips.length - kept.length
}

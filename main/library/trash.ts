import type { EmptiedTrash } from '../../core/library/upkeep.ts'
import type { EntryRef } from '../../core/library/marks.ts'
import { dropSequences } from './drop-sequences.ts'
import { markUnnamed } from './garbage.ts'
import { namedInHistory, namedInJobs } from './names.ts'
import { neededSequences } from './sequence-trash.ts'
import type { Db, Store } from './store.ts'

interface Thrown {
  kind: EntryRef['kind']
  id: string
  shot: string | null
  file: string | null
}

/**
 * Deletes the rows of what lies in the trash, in one transaction: sequences with their histories first, then what nothing
 * needs any more. What undo could bring back onto a sequence, and what an unfinished job works with, is kept and named.
 * Files go a day later, once no row names them. `forget` is told which sequences are gone.
 */
export function emptyTrash(store: Store, forget: (sequences: readonly string[]) => void): EmptiedTrash {
  const { db } = store
  const gone: string[] = []
  const emptied = store.write((): EmptiedTrash => {
    const kept: EmptiedTrash['kept'] = []
    gone.push(...emptySequences(db, kept))
    const thrown = db
      .prepare<[], Thrown>(
        `SELECT 'take' AS kind, id, shot, NULL AS file FROM take WHERE trashed_at IS NOT NULL
         UNION ALL SELECT 'shot', id, NULL, NULL FROM shot WHERE trashed_at IS NOT NULL
         UNION ALL SELECT 'media', id, NULL, file FROM imported WHERE trashed_at IS NOT NULL`,
      )
      .all()
    const reasonFor = whyKept(store)
    const keptShots = new Set<string>()
    let removed = gone.length
    for (const entry of thrown) {
      const reason = reasonFor(entry) ?? (keptShots.has(entry.id) ? 'a take of it is kept' : null)
      if (reason === null) {
        remove(store, entry)
        removed += 1
        continue
      }
      kept.push({ kind: entry.kind, id: entry.id, reason })
      if (entry.shot !== null) keptShots.add(entry.shot)
    }
    markUnnamed(store)
    return { removed, kept }
  })
  forget(gone)
  return emptied
}

/** Deletes the sequences in the trash that nothing needs, and returns them; the others go to `kept`. */
function emptySequences(db: Db, kept: EmptiedTrash['kept']): string[] {
  const rows = db.prepare<[], { id: string }>('SELECT id FROM sequence WHERE trashed_at IS NOT NULL').all()
  const thrown = new Set(rows.map(({ id }) => id))
  const needed = neededSequences(db, thrown)
  for (const [id, reason] of needed) kept.push({ kind: 'sequence', id, reason })
  const gone = [...thrown].filter((id) => !needed.has(id))
  dropSequences(db, gone)
  return gone
}

function whyKept({ db }: Store): (entry: Thrown) => string | null {
  const [history, jobs] = [namedInHistory(db), namedInJobs(db)]
  const shown = db.prepare<[string, string, string | null]>(
    'SELECT 1 FROM usage WHERE shot = ? OR take = ? OR media = ?',
  )
  return ({ id, shot, file }) => {
    const names = [id, shot, file].filter((name) => name !== null)
    if (shown.get(id, id, file) !== undefined) return 'a sequence shows it'
    if (names.some((name) => jobs.has(name))) return 'an unfinished job works with it'
    return names.some((name) => history.has(name)) ? 'undo could bring it back' : null
  }
}

const REMOVALS: Readonly<Record<EntryRef['kind'], readonly string[]>> = {
  take: [
    'UPDATE take SET parent = NULL WHERE parent = ?',
    'UPDATE shot SET picked = NULL WHERE picked = ?',
    'DELETE FROM review WHERE take = ?',
    'DELETE FROM take WHERE id = ?',
  ],
  shot: ['DELETE FROM shot WHERE id = ?'],
  media: ['DELETE FROM imported WHERE id = ?'],
}

function remove({ db }: Store, { kind, id }: Thrown): void {
  for (const sql of REMOVALS[kind]) db.prepare<[string]>(sql).run(id)
}

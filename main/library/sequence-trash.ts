import { CortadoError } from '../../core/errors.ts'
import type { TrashRef } from '../../core/library/marks.ts'
import { namedInHistory, namedInJobs } from './names.ts'
import type { Db } from './store.ts'
import { IS_USED } from './used.ts'

/** What must hold of the sequences of a project once some of them are in the trash. */
export interface SequenceTrash {
  /**
   * Inside the caller's transaction, which it lets fail where it cannot stay so: a sequence that stays shows one that went,
   * or none stays. Throws `ENTRY_IN_USE`. Gives the project's first sequence, which may be another one now; null where none went.
   */
  settle(thrown: readonly TrashRef[]): string | null
}

export function createSequenceTrash(db: Db): SequenceTrash {
  const shown = db.prepare<[string], { name: string }>(
    `SELECT name FROM sequence WHERE id = ? AND ${IS_USED.sequence('sequence.id')}`,
  )
  const oldest = db.prepare<[], { id: string }>(
    'SELECT id FROM sequence WHERE trashed_at IS NULL ORDER BY created_at, id LIMIT 1',
  )
  const setFirst = db.prepare<[string]>(
    'UPDATE project SET sequence = ? WHERE sequence IN (SELECT id FROM sequence WHERE trashed_at IS NOT NULL)',
  )
  const first = db.prepare<[], { sequence: string }>('SELECT sequence FROM project')
  return {
    settle(thrown) {
      const sequences = thrown.filter(({ kind }) => kind === 'sequence')
      if (sequences.length === 0) return null
      for (const { id } of sequences) {
        const nested = shown.get(id)
        if (nested === undefined) continue
        throw new CortadoError(
          'ENTRY_IN_USE',
          `Another sequence shows "${nested.name}" as a clip. Take that clip off first; nothing was moved.`,
          { reason: 'NESTED' },
        )
      }
      const next = oldest.get()
      if (next === undefined) {
        throw new CortadoError(
          'ENTRY_IN_USE',
          'That is the last sequence of the project. Make another one first; nothing was moved.',
          { reason: 'LAST_SEQUENCE' },
        )
      }
      setFirst.run(next.id)
      return first.get()?.sequence ?? next.id
    },
  }
}

/**
 * Why sequences in the trash are needed: those that a sequence which stays shows or could show after an undo, and so on
 * from there, and those that an unfinished job works with.
 */
export function neededSequences(db: Db, thrown: ReadonlySet<string>): Map<string, string> {
  const needed = new Map<string, string>()
  if (thrown.size === 0) return needed
  const nested = db.prepare<[string], { id: string }>(
    'SELECT nested AS id FROM usage WHERE sequence = ? AND nested IS NOT NULL',
  )
  const next = db.prepare<[], { id: string }>('SELECT id FROM sequence WHERE trashed_at IS NULL').all()
  const need = (id: string, reason: string): void => {
    if (!thrown.has(id) || needed.has(id)) return
    needed.set(id, reason)
    next.push({ id })
  }
  for (const id of namedInJobs(db)) need(id, 'an unfinished job works with it')
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const { id } of nested.all(at.id)) need(id, 'a sequence shows it')
    for (const id of namedInHistory(db, at.id)) need(id, 'undo could bring it back')
  }
  return needed
}

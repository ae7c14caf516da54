import type { Db } from './store.ts'

/**
 * Runs deletions from the history, inside the caller's transaction. For each row that goes SQLite looks for rows that name
 * it: without these indices, through the whole history each time.
 */
export function pruneHistory(db: Db, work: () => void): void {
  db.pragma('defer_foreign_keys = ON')
  db.exec('CREATE INDEX pruned_parent ON history (parent); CREATE INDEX pruned_redo ON history (redo)')
  work()
  db.exec('DROP INDEX pruned_parent; DROP INDEX pruned_redo')
}

/** Deletes sequences with their histories, inside the caller's transaction, whose commit fails where something that stays names one. */
export function dropSequences(db: Db, ids: readonly string[]): void {
  if (ids.length === 0) return
  const [away, steps, row] = [
    'UPDATE sequence SET head = NULL WHERE id = ?',
    'DELETE FROM history WHERE sequence = ?',
    'DELETE FROM sequence WHERE id = ?',
  ].map((sql) => db.prepare<[string]>(sql))
  pruneHistory(db, () => {
    for (const id of ids) for (const statement of [away, steps, row]) statement?.run(id)
  })
}

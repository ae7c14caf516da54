import type { Db } from '../store.ts'
import type { FoundTable } from './read-rows.ts'

/**
 * Puts rows into an empty library of the same version. A row that a rule of the schema refuses is lost. Returns how many
 * of each table are in.
 */
export function writeRows(db: Db, tables: readonly FoundTable[]): { saved: Record<string, number>; refused: number } {
  const saved: Record<string, number> = {}
  let refused = 0
  for (const { table, rows } of tables) {
    const before = count(db, table.name)
    for (const row of rows) {
      const names = Object.keys(row)
      try {
        // What was read from a tree comes before what was found beside it, and wins.
        db.prepare(
          `INSERT OR IGNORE INTO ${table.name} (${names.map((name) => `"${name}"`).join(', ')})
           VALUES (${names.map(() => '?').join(', ')})`,
        ).run(...Object.values(row))
      } catch (error) {
        if (!isRefusal(error)) throw error
        refused += 1
      }
    }
    saved[table.name] = count(db, table.name) - before
  }
  return { saved, refused }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(CONSTRAINT|ERROR|MISMATCH)/.test(String(error.code))
}

function count(db: Db, table: string): number {
  return (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
}

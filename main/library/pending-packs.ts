import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { packsOf } from '../../core/generation/packs-of.ts'
import { JobPayload } from '../../core/generation/job.ts'

/**
 * Ids of the packs that unfinished jobs of a project want, whether it is open, in another program, or in none. Reads only;
 * a library that cannot be read names none, because its jobs cannot run either.
 */
export function pendingPacks(folder: string): Set<string> {
  const file = join(folder, 'library.sqlite')
  if (!existsSync(file)) return new Set()
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 1000 })
    try {
      const rows = db.prepare<[], { payload: string }>(
        `SELECT payload FROM job WHERE state IN ('waiting', 'running', 'paused')`,
      )
      return new Set(rows.all().flatMap(({ payload }) => idsOf(payload)))
    } finally {
      db.close()
    }
  } catch (error) {
    if (error instanceof Database.SqliteError) return new Set()
    throw error
  }
}

function idsOf(payload: string): string[] {
  const parsed = JobPayload.safeParse(JSON.parse(payload))
  return parsed.success ? packsOf(parsed.data) : []
}

import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { inUse } from './store.ts'

export interface ProjectLock {
  /** Lets the next process in. */
  release(): void
  /** Releases, and takes away the lock file if this lock made it: for a project that turned out not to be usable. */
  undo(): void
}

/**
 * One process at a time writes to a project: an exclusive transaction on the empty database `lock.sqlite`. The system
 * drops it with the process, however that ends. It is a file of its own because POSIX gives up a process's locks on a
 * file as soon as the process closes any handle of it, and the library is also read to be copied and hashed.
 * Throws `PROJECT_IN_USE`.
 */
export function lockProject(folder: string): ProjectLock {
  const path = join(folder, 'lock.sqlite')
  const made = !existsSync(path)
  // Long enough for a process that is just closing.
  const db = new Database(path, { timeout: 300 })
  try {
    // Nothing is ever written, so no journal file is wanted: it would only be left behind.
    db.pragma('journal_mode = MEMORY')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) throw inUse(folder, error)
    throw error
  }
  return {
    release: () => db.close(),
    undo: () => {
      db.close()
      if (made) rmSync(path, { force: true })
    },
  }
}

import Database from 'better-sqlite3'
import { CortadoError } from '../../core/errors.ts'
import { diskError } from '../files/index.ts'

export type Db = Database.Database

/** What the repositories share: the connection, and the two ways to use it with coded errors. */
export interface Store {
  readonly db: Db
  /** Absolute path of the project folder. */
  readonly folder: string
  /** Runs reads; failures of SQLite become coded errors. */
  read<T>(work: () => T): T
  /** Runs one transaction: all of it is on disk when this returns, or nothing of it is. */
  write<T>(work: () => T): T
}

/** Opens the database file with the settings that every library connection has. */
export function connect(file: string): Db {
  const db = new Database(file, { timeout: 2000 })
  db.pragma('journal_mode = WAL')
  // An acknowledged edit must survive a power cut, which NORMAL does not promise in WAL mode.
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  // A library may come from a stranger: its schema must not call functions with side effects.
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  return db
}

export function createStore(db: Db, folder: string): Store {
  const coded = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw libraryError(error, folder)
    }
  }
  return {
    db,
    folder,
    read: coded,
    write: (work) => coded(() => (db.inTransaction ? work() : db.transaction(work).immediate())),
  }
}

/**
 * One transaction that only lays rows out anew, or takes away what is gone for everybody already. Rows that it takes away are
 * named by none that stays, for which SQLite would look through whole tables. A power cut may take it back, but not what was
 * written before or after it: it does not wait for the disk, the next edit does.
 */
export function writeLayout({ db, write }: Store, work: () => void): void {
  db.pragma('foreign_keys = OFF')
  db.pragma('synchronous = NORMAL')
  try {
    write(work)
  } finally {
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
  }
}

/** Pages that are given back in one transaction. */
const PAGES = 64

/**
 * Gives the pages that nothing lies on any more back to the disk, some at a time. Where the disk has no room for that, or another
 * program reads the library just now, the file stays as it is: what is written next goes to those pages.
 */
export function* giveBack(store: Store): Generator<void, void> {
  const { db, read } = store
  try {
    for (let left = Infinity; ;) {
      const free = Number(db.pragma('freelist_count', { simple: true }))
      if (free === 0 || free >= left) break
      left = free
      writeLayout(store, () => db.pragma(`incremental_vacuum(${PAGES})`))
      yield
    }
    read(() => db.pragma('wal_checkpoint(TRUNCATE)'))
  } catch (error) {
    if (!(error instanceof CortadoError && (error.code === 'DISK_FULL' || error.code === 'PROJECT_IN_USE'))) throw error
  }
}

/** Turns an error of SQLite or of the file system into a coded one; anything else comes back as it was. */
export function libraryError(error: unknown, folder: string): unknown {
  if (!(error instanceof Database.SqliteError)) return diskError(error, folder)
  const is = (...codes: string[]): boolean => codes.some((code) => error.code.startsWith(code))
  if (is('SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_SHMMAP')) return diskError(coded(error, 'ENOSPC'), folder)
  if (is('SQLITE_READONLY', 'SQLITE_PERM')) return diskError(coded(error, 'EROFS'), folder)
  if (is('SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_FORMAT', 'SQLITE_CONSTRAINT_DATATYPE'))
    return damaged(folder, error)
  if (is('SQLITE_BUSY', 'SQLITE_LOCKED')) return inUse(folder, error)
  if (is('SQLITE_CONSTRAINT_FOREIGNKEY')) {
    return new CortadoError('NOT_FOUND', 'That names something that is not in this project. Ask for the lists again.', {
      cause: error,
    })
  }
  return error
}

/** The library cannot be trusted; nothing was written to it. */
export function damaged(folder: string, cause?: unknown): CortadoError {
  return new CortadoError(
    'LIBRARY_DAMAGED',
    `The library of "${folder}" is damaged and was left as it is. Save what can be read of it into a new project: cortado recover FOLDER --to NEW. Or restore library.sqlite from a backup.`,
    { cause },
  )
}

/** Somebody else has the project open. */
export function inUse(folder: string, cause?: unknown): CortadoError {
  return new CortadoError(
    'PROJECT_IN_USE',
    `"${folder}" is open in another Cortado. Close it there and open it again, or work in the one that has it open.`,
    { cause },
  )
}

function coded(cause: Error, code: string): Error {
  return Object.assign(new Error(cause.message, { cause }), { code })
}

import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { CortadoError } from '../../core/errors.ts'
import { APPLICATION_ID, migrate, userVersion } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { damaged } from './store.ts'
import type { Db } from './store.ts'

const HEADER = 100
const NEWEST = MIGRATIONS.at(-1)?.version ?? 0

/**
 * Proves that a library can be opened, and changes no byte of it: what a crash left in the write-ahead log is only
 * replayed in a copy. Throws `LIBRARY_NEWER` or `LIBRARY_DAMAGED`.
 */
export function inspectLibrary(folder: string): void {
  const file = join(folder, 'library.sqlite')
  const log = `${file}-wal`
  const version = headerVersion(file, folder)
  if (!existsSync(log) || statSync(log).size === 0) {
    refuseNewer(version, folder)
    inspectFile(file, folder)
    return
  }
  const copy = mkdtempSync(join(tmpdir(), 'cortado-'))
  try {
    // At once, where the file system can share blocks.
    copyFileSync(file, join(copy, 'library.sqlite'), constants.COPYFILE_FICLONE)
    copyFileSync(log, join(copy, 'library.sqlite-wal'))
    inspectFile(join(copy, 'library.sqlite'), folder)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** `user_version` from the file's own header, without SQLite: bytes 60 to 63, big-endian (sqlite.org/fileformat2.html). */
function headerVersion(file: string, folder: string): number {
  const header = Buffer.alloc(HEADER)
  const handle = openSync(file, 'r')
  try {
    const read = readSync(handle, header, 0, HEADER, 0)
    if (read < HEADER || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') throw damaged(folder)
  } finally {
    closeSync(handle)
  }
  return header.readUInt32BE(60)
}

function refuseNewer(version: number, folder: string): void {
  if (version <= NEWEST) return
  throw new CortadoError(
    'LIBRARY_NEWER',
    `"${folder}" was made by a newer Cortado (library version ${version}, this one knows up to ${NEWEST}). Update Cortado to open it; nothing was changed.`,
  )
}

function inspectFile(file: string, folder: string): void {
  let db: Db | undefined
  try {
    db = new Database(file, { fileMustExist: true, timeout: 2000 })
    db.pragma('trusted_schema = OFF')
    const version = userVersion(db)
    refuseNewer(version, folder)
    if (version < 1 || Number(db.pragma('application_id', { simple: true })) !== APPLICATION_ID) throw damaged(folder)
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw damaged(folder)
    if (schemaOf(db) !== expectedSchema(version)) throw damaged(folder)
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|FORMAT|ERROR)/.test(error.code)) {
      throw damaged(folder, error)
    }
    throw error
  } finally {
    db?.close()
  }
}

/**
 * The whole schema, which must be ours: triggers, views and generated columns run on their own, and a table without its
 * rules may hold anything. Tables inside a search index are made by SQLite, whose own words for them may change.
 */
function schemaOf(db: Db): string {
  const rows = db
    .prepare<[], { type: string; name: string; sql: string | null }>(
      `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name`,
    )
    .all()
  return JSON.stringify(rows.map((row) => (/_search_\w+$/.test(row.name) && row.type === 'table' ? row.name : row)))
}

function expectedSchema(version: number): string {
  const db = new Database(':memory:')
  try {
    migrate(
      db,
      MIGRATIONS.filter((migration) => migration.version <= version),
    )
    return schemaOf(db)
  } finally {
    db.close()
  }
}

import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { damaged } from './store.ts'
import type { Db } from './store.ts'
import type { Migration } from './migrations/migration.ts'
import { temporaryName } from '../files/index.ts'

/** "Cort": the first four letters, in SQLite's application_id. */
export const APPLICATION_ID = 0x436f7274

/** Of SQLite's ways to shrink a file, the one that does nothing until it is asked to. */
const INCREMENTAL = 2

/** Where an upgrade leaves the library as it was before. */
export function backupPath(folder: string, version: number): string {
  return join(folder, `library.v${version}.backup.sqlite`)
}

/**
 * Brings the library to the newest schema, one transaction a migration. An existing library is first copied whole to
 * `backupPath`, which is returned; if a migration fails the library stays at the last good version.
 */
export function migrate(
  db: Db,
  migrations: readonly Migration[],
  { backUp: wanted = true }: { backUp?: boolean } = {},
): string | null {
  const version = userVersion(db)
  const missing = migrations.filter((migration) => migration.version > version)
  if (missing.length === 0) return null
  const backup = version > 0 && wanted ? backUp(db, version) : null
  letShrink(db)
  for (const migration of missing) {
    db.transaction(() => {
      db.exec(migration.sql)
      rewrite(db, migration)
      db.pragma(`application_id = ${APPLICATION_ID}`)
      db.pragma(`user_version = ${migration.version}`)
    }).exclusive()
  }
  return backup
}

/**
 * Keeps track in the file of what every page is for, so that it can later give pages back a few at a time. A library that is not
 * new is written anew for that; where the disk has no room, it stays as it is, and as large as it once was.
 */
function letShrink(db: Db): void {
  if (db.pragma('auto_vacuum', { simple: true }) === INCREMENTAL) return
  db.pragma(`auto_vacuum = ${INCREMENTAL}`)
  if (userVersion(db) === 0) return
  try {
    db.exec('VACUUM')
  } catch (error) {
    if (!(error instanceof Database.SqliteError && error.code.startsWith('SQLITE_FULL'))) throw error
  }
}

/** Rows of a stranger may be nothing that the migration can read. Throws `LIBRARY_DAMAGED`. */
function rewrite(db: Db, migration: Migration): void {
  try {
    migration.after?.(db)
  } catch (error) {
    throw error instanceof Database.SqliteError ? error : damaged(dirname(db.name), error)
  }
}

/** The schema version of the library; 0 for an empty file. */
export function userVersion(db: Db): number {
  return Number(db.pragma('user_version', { simple: true }))
}

function backUp(db: Db, version: number): string {
  const path = backupPath(dirname(db.name), version)
  const temporary = temporaryName(path)
  try {
    // VACUUM INTO reads through SQLite: a plain copy would miss what is in the write-ahead log.
    db.prepare('VACUUM INTO ?').run(temporary)
    const handle = openSync(temporary, 'r+')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(temporary, path)
    syncFolder(dirname(path))
    return path
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** The name must be on disk before the library changes. Windows cannot open a folder; its rename is durable by itself. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

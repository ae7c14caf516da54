import { constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { access, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { CortadoError } from '../../../core/errors.ts'
import type { RecoveryReport } from '../../../core/library/upkeep.ts'
import { commitFile, temporaryName } from '../../files/index.ts'
import { assertCreatable, existingPart } from '../create.ts'
import { copyVerified } from '../copy/copy-verified.ts'
import { forgetHistory } from '../copy/keep-used.ts'
import { lockProject } from '../lock.ts'
import type { ProjectLock } from '../lock.ts'
import { mediaPath } from '../media-path.ts'
import { migrate } from '../migrate.ts'
import { MIGRATIONS } from '../migrations/index.ts'
import { openLibrary } from '../open.ts'
import { createStore, libraryError } from '../store.ts'
import { mediaFiles } from './files.ts'
import { takesFromMasters } from './masters.ts'
import { mendClips } from './mend-clips.ts'
import { mend, nameFiles } from './mend.ts'
import { prove } from './prove.ts'
import { readRows } from './read-rows.ts'
import { writeRows } from './write-rows.ts'

const NEWEST = MIGRATIONS.at(-1)?.version ?? 0
/** Tables on which undo rests: it is only kept where nothing of them is lost. */
const DOCUMENT = new Set(['sequence', 'track', 'item', 'run', 'run_clips', 'marker', 'history', 'history_pack'])

/**
 * Saves what can be read of a project into a new one: rows of pages that are whole, files that are what their name says,
 * and takes from masters whose rows are gone. The damaged project is only read. The new library takes its name once it is
 * whole. Throws `NOT_FOUND`, `PROJECT_EXISTS`, `PROJECT_IN_USE`, `DISK_FULL`.
 */
export async function recoverProject(path: string, to: string): Promise<RecoveryReport> {
  const [from, folder] = [resolve(path), resolve(to)]
  if (!existsSync(join(from, 'library.sqlite')) && !existsSync(join(from, 'media'))) {
    throw new CortadoError('NOT_FOUND', `"${from}" holds neither a library nor media. Choose the project's own folder.`)
  }
  const name = basename(folder).replace(/\.cortado$/, '')
  assertCreatable(folder, { name })
  if (folder === from || folder.startsWith(join(from, '/'))) {
    throw new CortadoError('PROJECT_EXISTS', 'Choose a folder outside of the damaged project: it is left as it is.')
  }
  const lock = lockIfPossible(from)
  try {
    return await recover(from, folder, name)
  } catch (error) {
    throw libraryError(error, folder)
  } finally {
    lock?.undo()
  }
}

/** On a disk that cannot be written to, nobody else writes either. */
function lockIfPossible(folder: string): ProjectLock | null {
  try {
    return lockProject(folder)
  } catch (error) {
    if (error instanceof CortadoError && error.code === 'PROJECT_IN_USE') throw error
    return null
  }
}

async function recover(from: string, folder: string, name: string): Promise<RecoveryReport> {
  await access(existingPart(folder), constants.W_OK)
  const made = await mkdir(join(folder, 'media', 'incoming'), { recursive: true })
  const library = join(folder, 'library.sqlite')
  const temporary = temporaryName(library)
  try {
    const { files, masters } = await mediaFiles(from)
    const { saved, lost, named, known } = buildLibrary(from, folder, temporary, name, files)
    const bad = await copyNamed(from, folder, named)
    if (bad > 0) lost.push(`${bad} files that are missing or damaged. "media missing" lists what needs them.`)
    await commitFile(temporary, library)
    const others = [...new Set([...masters, ...files.keys()])].filter((file) => files.has(file) && !known.has(file))
    const { takes, failed } = await rebuildTakes(from, folder, others)
    if (failed > 0) lost.push(`${failed} masters that are damaged.`)
    return { path: folder, saved, rebuilt: takes, files: named.size - bad + takes.length * 4, lost }
  } catch (error) {
    for (const suffix of ['', '-journal', '-wal', '-shm']) await rm(temporary + suffix, { force: true })
    if (made !== undefined && !existsSync(library)) await rm(made, { recursive: true, force: true })
    throw error
  }
}

interface Built {
  saved: Record<string, number>
  lost: string[]
  /** Files that rows name, with their size; 0 where the file is gone. */
  named: Map<string, number>
  /** Masters that a take has, and files of imported media. */
  known: Set<string>
}

function buildLibrary(
  from: string,
  folder: string,
  temporary: string,
  name: string,
  files: ReadonlyMap<string, number>,
): Built {
  const lost: string[] = []
  const found = withFoldedLog(from, lost, (path) => readRows(path, NEWEST))
  const db = new Database(temporary)
  try {
    db.pragma('page_size = 4096')
    db.pragma('foreign_keys = OFF')
    migrate(
      db,
      MIGRATIONS.filter((migration) => migration.version <= found.version),
    )
    const { saved, refused } = db.transaction(() => writeRows(db, found.tables))()
    const gone = found.tables.filter((table) => table.lost > 0)
    for (const { table, lost: pages } of gone) lost.push(`Of "${table.name}", ${pages} pages or rows.`)
    if (found.strays > 0) lost.push(`${found.strays} pages that fit no table.`)
    if (refused > 0) lost.push(`${refused} rows that break the rules of the library.`)
    const twins = dropTwins(db)
    if (twins > 0) lost.push(`${twins} rows that bear the id of something else.`)
    const keepHistory = upgradeRows(db) && !gone.some(({ table }) => DOCUMENT.has(table.name))
    db.transaction(() => {
      lost.push(...mend(db, name, keepHistory), ...mendClips(createStore(db, folder)))
      nameFiles(db, files)
    })()
    lost.push(...db.transaction(() => prove(db, folder))())
    db.pragma('journal_mode = WAL')
    return { saved, lost, ...namesOf(db) }
  } finally {
    db.close()
  }
}

/** Of rows of different kinds under one id, only the first keeps it: older libraries did not look. Returns how many went. */
function dropTwins(db: Database.Database): number {
  const tables = ['sequence', 'take', 'shot', 'imported', 'bin'].filter(
    (table) => db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = ?`).get(table) !== undefined,
  )
  return tables.reduce((gone, table, index) => {
    const others = tables.slice(0, index).map((other) => `SELECT id FROM ${other}`)
    if (others.length === 0) return gone
    return gone + db.prepare(`DELETE FROM ${table} WHERE id IN (${others.join(' UNION ALL ')})`).run().changes
  }, 0)
}

/** Up from the version of the damaged library: false where its history did not let itself be read, and is gone. */
function upgradeRows(db: Database.Database): boolean {
  try {
    // In the new file: there is nothing yet to be backed up.
    migrate(db, MIGRATIONS, { backUp: false })
    return true
  } catch {
    // A step of the history that no migration understands: the sequences are worth more than their undo.
    forgetHistory(db)
    migrate(db, MIGRATIONS, { backUp: false })
    return false
  }
}

function namesOf(db: Database.Database): Pick<Built, 'named' | 'known'> {
  const rows = db.prepare('SELECT sha256, bytes FROM media').all() as { sha256: string; bytes: number }[]
  const known = db.prepare('SELECT master AS name FROM take UNION SELECT file FROM imported').all() as {
    name: string
  }[]
  const derived = db.prepare('SELECT proxy AS name FROM imported WHERE proxy IS NOT NULL').all() as { name: string }[]
  return {
    named: new Map(rows.map(({ sha256, bytes }) => [sha256, bytes])),
    known: new Set([...known, ...derived].map(({ name }) => name)),
  }
}

/** Folds the write-ahead log of the last run into a copy. Without it, where SQLite cannot. */
function withFoldedLog<T>(from: string, lost: string[], work: (path: string) => T): T {
  const file = join(from, 'library.sqlite')
  const copy = mkdtempSync(join(tmpdir(), 'cortado-'))
  const path = join(copy, 'library.sqlite')
  try {
    if (!existsSync(file)) {
      lost.push('The library itself: takes were made again from their masters.')
      new Database(path).close()
      return work(path)
    }
    const log = `${file}-wal`
    if (!existsSync(log) || statSync(log).size === 0) return work(file)
    copyFileSync(file, path)
    copyFileSync(log, `${path}-wal`)
    try {
      const db = new Database(path)
      db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error
      lost.push('What the last run had not yet folded into the library.')
      copyFileSync(file, path)
    }
    return work(path)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** Copies files that rows name; returns how many are not there, or are not what their name says. */
async function copyNamed(from: string, to: string, named: ReadonlyMap<string, number>): Promise<number> {
  let bad = 0
  for (const sha256 of named.keys()) {
    if (!(await copyVerified(mediaPath(from, sha256), mediaPath(to, sha256), sha256))) bad += 1
  }
  return bad
}

async function rebuildTakes(
  from: string,
  folder: string,
  files: readonly string[],
): Promise<{ takes: string[]; failed: number }> {
  if (files.length === 0) return { takes: [], failed: 0 }
  const library = await openLibrary(folder)
  try {
    return await takesFromMasters(library, from, files)
  } finally {
    library.close()
  }
}

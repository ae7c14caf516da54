import { access, copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { constants } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { CortadoError } from '../../../core/errors.ts'
import type { CopyReport, CopyRequest } from '../../../core/library/upkeep.ts'
import { commitFile, syncFolder, temporaryName } from '../../files/index.ts'
import { assertCreatable, existingPart } from '../create.ts'
import { mediaPath } from '../media-path.ts'
import type { Store } from '../store.ts'
import { refuseInside } from '../refuse-inside.ts'
import { copyVerified } from './copy-verified.ts'
import { makeOwn } from './make-own.ts'
import { keepUsed } from './keep-used.ts'

const FOLDERS = ['media/incoming', 'checkpoints', 'renders/segments']

/**
 * Copies a project while it is open. The rows are a snapshot of one moment; every file is hashed as it is copied. The
 * library takes its name last, so that a folder in which the copy was cut short is no project, and another call into it
 * goes on with the files that are there. Checkpoints and rendered films stay behind: they can be made again.
 */
export async function copyProject(
  store: Store,
  { to, what }: CopyRequest,
  signal: AbortSignal | undefined,
): Promise<CopyReport> {
  const folder = resolve(to)
  const name = basename(folder).replace(/\.cortado$/, '')
  assertCreatable(folder, { name })
  refuseInside(store.folder, folder)
  await access(existingPart(folder), constants.W_OK)
  const made = await mkdir(folder, { recursive: true })
  const library = join(folder, 'library.sqlite')
  const snapshot = temporaryName(library)
  try {
    for (const inner of FOLDERS) await mkdir(join(folder, inner), { recursive: true })
    takeSnapshot(store, snapshot, { name, from: store.folder, to: folder, what })
    const report = await copyFiles(store.folder, folder, snapshot, signal)
    await rm(`${snapshot}-journal`, { force: true })
    await commitFile(snapshot, library)
    return { path: folder, ...report }
  } catch (error) {
    for (const suffix of ['', '-journal', '-wal', '-shm']) await rm(snapshot + suffix, { force: true })
    // What was there before this call stays, and so do verified files of an earlier one.
    if (made !== undefined) await rm(made, { recursive: true, force: true })
    throw error
  }
}

function takeSnapshot(
  { db }: Store,
  snapshot: string,
  { name, from, to, what }: { name: string; from: string; to: string; what: CopyRequest['what'] },
): void {
  // Through SQLite, which sees what is still in the write-ahead log.
  db.prepare('VACUUM INTO ?').run(snapshot)
  const copy = new Database(snapshot)
  try {
    copy.pragma('journal_mode = DELETE')
    copy.transaction(() => {
      makeOwn(copy, name, from, to)
      if (what === 'used') keepUsed(copy)
    })()
    if (what === 'used') copy.exec('VACUUM')
    copy.pragma('journal_mode = WAL')
  } finally {
    copy.close()
  }
}

async function copyFiles(
  from: string,
  to: string,
  snapshot: string,
  signal: AbortSignal | undefined,
): Promise<Omit<CopyReport, 'path'>> {
  const copy = new Database(snapshot, { readonly: true })
  const rows = copy
    .prepare<[], { sha256: string; bytes: number }>('SELECT sha256, bytes FROM media WHERE unnamed_since IS NULL')
    .all()
  copy.close()
  const report: Omit<CopyReport, 'path'> = { files: 0, bytes: 0, missing: [] }
  const touched = new Set<string>()
  for (const { sha256, bytes } of rows) {
    if (signal?.aborted) {
      throw new CortadoError('CANCELLED', 'The copy was stopped. Start it again: files that were copied are kept.')
    }
    const target = mediaPath(to, sha256)
    if (!(await copyVerified(mediaPath(from, sha256), target, sha256))) {
      report.missing.push(sha256)
      continue
    }
    await copyRecipe(mediaPath(from, sha256), target)
    touched.add(dirname(target))
    report.files += 1
    report.bytes += bytes
  }
  for (const place of [...touched, join(to, 'media')]) await syncFolder(place)
  return report
}

/** The recipe beside a master is a convenience; the row and the container hold it too. */
async function copyRecipe(from: string, to: string): Promise<void> {
  const found = await stat(`${from}.recipe.json`).catch(() => null)
  if (!found?.isFile()) return
  const temporary = temporaryName(`${to}.recipe.json`)
  await copyFile(`${from}.recipe.json`, temporary)
  await rename(temporary, `${to}.recipe.json`)
}

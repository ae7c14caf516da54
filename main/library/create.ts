import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { CortadoError } from '../../core/errors.ts'
import { SequenceHead } from '../../core/timeline/sequence.ts'
import { temporaryName } from '../files/index.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { insertProject } from './project.ts'
import type { NewProject } from './project.ts'

/** What a project folder may hold before it has a library: what a creation that was cut short leaves behind. */
const OWN = /^(media|checkpoints|renders|lock\.sqlite|\.library\.sqlite\..*)$/

const Format = z
  .object({ rate: SequenceHead.shape.rate.optional(), size: SequenceHead.shape.size.optional() })
  .optional()

/** Throws `PROJECT_EXISTS` where the folder holds a project or anything else, `INVALID_INPUT` for a format or name that cannot be. */
export function assertCreatable(folder: string, project: NewProject): void {
  if (existsSync(join(folder, 'library.sqlite'))) {
    throw new CortadoError('PROJECT_EXISTS', `"${folder}" is a project already. Open it, or choose another name.`)
  }
  if (existsSync(folder) && readdirSync(folder).some((name) => !OWN.test(name))) {
    throw new CortadoError('PROJECT_EXISTS', `"${folder}" is not empty. Choose another name or an empty folder.`)
  }
  if (project.name.trim() === '') throw new CortadoError('INVALID_INPUT', 'A project needs a name. Type one.')
  const format = Format.safeParse(project.format)
  if (!format.success) {
    throw new CortadoError('INVALID_INPUT', 'That size or frame rate cannot be used. Use 16 to 8192 pixels a side.', {
      cause: format.error,
    })
  }
}

/** Builds a whole library under a temporary name and then gives it its own: it is there with all its rows, or not at all. */
export function createLibraryFile(folder: string, project: NewProject): void {
  const path = join(folder, 'library.sqlite')
  const temporary = temporaryName(path)
  try {
    const db = new Database(temporary)
    try {
      // The mode is written into the file; no log is in use yet, so the file alone is the whole library.
      db.pragma('page_size = 4096')
      migrate(db, MIGRATIONS)
      insertProject(db, folder, project)
      db.pragma('journal_mode = WAL')
    } finally {
      db.close()
    }
    const handle = openSync(temporary, 'r+')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(temporary, path)
  } catch (error) {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(temporary + suffix, { force: true })
    throw error
  }
}

/** The part of a path that is there. */
export function existingPart(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existingPart(dirname(folder))
}

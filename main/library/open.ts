import { constants, existsSync } from 'node:fs'
import { access, mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CortadoError } from '../../core/errors.ts'
import type { Project } from '../../core/library/entities.ts'
import { createAttended } from './attended.ts'
import type { Attended } from './attended.ts'
import { createBins } from './bins.ts'
import type { Bins } from './bins.ts'
import { assertCreatable, createLibraryFile, existingPart } from './create.ts'
import { createEntries } from './entries.ts'
import type { Entries } from './entries.ts'
import { hasGarbage } from './garbage.ts'
import { createImportedStore } from './imported.ts'
import type { ImportedStore } from './imported.ts'
import { inspectLibrary } from './inspect.ts'
import { createJobStore } from './jobs.ts'
import type { JobStore } from './jobs.ts'
import { lockProject } from './lock.ts'
import type { ProjectLock } from './lock.ts'
import { createMediaStore } from './media.ts'
import type { MediaStore } from './media.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { readProject } from './project.ts'
import type { NewProject } from './project.ts'
import { refuseLinks } from './refuse-links.ts'
import { createSearch } from './search.ts'
import type { Search } from './search.ts'
import { createSequenceStore } from './sequences.ts'
import type { SequenceStore } from './sequence-store.ts'
import { createShotStore } from './shots.ts'
import type { ShotStore } from './shots.ts'
import { connect, createStore, damaged, libraryError } from './store.ts'
import type { Db } from './store.ts'
import { sweepTemporaries } from './sweep.ts'
import { createTakeStore } from './takes.ts'
import type { TakeStore } from './takes.ts'
import { createUpkeep } from './upkeep.ts'
import type { Upkeep } from './upkeep.ts'

/** An open project. Every method that changes something has it on disk when it returns. */
export interface Library {
  /** Absolute path of the project folder. */
  readonly folder: string
  readonly project: Project
  readonly shots: ShotStore
  readonly takes: TakeStore
  readonly media: MediaStore
  readonly sequences: SequenceStore
  readonly jobs: JobStore
  readonly attended: Attended
  readonly bins: Bins
  /** Filing, marking, the trash. */
  readonly entries: Entries
  readonly imported: ImportedStore
  readonly search: Search
  readonly upkeep: Upkeep
  /** Lets go of the files and of the lock. Nothing may be called afterwards. */
  close(): void
}

const FOLDERS = ['media/incoming', 'checkpoints', 'renders/segments']

/**
 * Opens the project in a folder, or makes it there first where `create` is given. Throws `NOT_FOUND`, `PROJECT_EXISTS`,
 * `PROJECT_IN_USE`, `PROJECT_READ_ONLY`, `PATH_NOT_ALLOWED`, `LIBRARY_NEWER`, `LIBRARY_DAMAGED` or `DISK_FULL`; the project is then as it was.
 */
export async function openLibrary(path: string, options: { create?: NewProject } = {}): Promise<Library> {
  const folder = resolve(path)
  const { create } = options
  try {
    return await (create ? createAndOpen(folder, create) : openExisting(folder))
  } catch (error) {
    throw libraryError(error, folder)
  }
}

async function createAndOpen(folder: string, project: NewProject): Promise<Library> {
  assertCreatable(folder, project)
  // Asked first, because making folders below a read-only one is reported as a missing one.
  await access(existingPart(folder), constants.W_OK)
  const made = await mkdir(folder, { recursive: true })
  let lock: ProjectLock | undefined
  try {
    lock = lockProject(folder)
    createLibraryFile(folder, project)
    return await useLibrary(folder, lock)
  } catch (error) {
    lock?.undo()
    for (const suffix of lock ? ['', '-wal', '-shm'] : [])
      await rm(join(folder, `library.sqlite${suffix}`), { force: true })
    if (made !== undefined) await rm(made, { recursive: true, force: true })
    throw error
  }
}

async function openExisting(folder: string): Promise<Library> {
  if (!existsSync(join(folder, 'library.sqlite'))) {
    throw new CortadoError(
      'NOT_FOUND',
      `"${folder}" is not a Cortado project. Choose a folder that holds library.sqlite, or make a new project.`,
    )
  }
  refuseLinks(folder)
  await access(folder, constants.W_OK)
  await access(join(folder, 'library.sqlite'), constants.R_OK | constants.W_OK)
  const lock = lockProject(folder)
  try {
    inspectLibrary(folder)
  } catch (error) {
    lock.undo()
    throw error
  }
  return useLibrary(folder, lock)
}

async function useLibrary(folder: string, lock: ProjectLock): Promise<Library> {
  let db: Db | undefined
  try {
    db = connect(join(folder, 'library.sqlite'))
    const backup = upgrade(db, folder)
    for (const name of FOLDERS) await mkdir(join(folder, name), { recursive: true })
    await sweepTemporaries(folder)
    return assemble(db, folder, lock, backup)
  } catch (error) {
    db?.close()
    lock.release()
    throw error
  }
}

/** A row that a migration cannot read, or that breaks a rule of the new schema, is damage, whatever it is that says so. */
function upgrade(db: Db, folder: string): string | null {
  try {
    return migrate(db, MIGRATIONS)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (code !== undefined && !code.startsWith('SQLITE_CONSTRAINT')) throw error
    throw damaged(folder, error)
  }
}

function assemble(db: Db, folder: string, lock: ProjectLock, backup: string | null): Library {
  const store = createStore(db, folder)
  const media = createMediaStore(store)
  const jobs = createJobStore(store)
  const takes = createTakeStore(store, media, jobs)
  const bins = createBins(store)
  const sequences = createSequenceStore(store)
  const upkeep = createUpkeep(store, (ids) => sequences.forget(ids))
  if (hasGarbage(store)) upkeep.collectGarbage()
  let project: Project = { ...readProject(store), ...(backup === null ? {} : { backup }) }
  return {
    folder,
    get project() {
      return project
    },
    shots: createShotStore(store, takes),
    takes,
    media,
    sequences,
    jobs,
    attended: createAttended(store),
    bins,
    entries: createEntries(store, bins, {
      changed: (ids) => takes.forget(ids),
      first: (sequence) => (project = { ...project, sequence }),
    }),
    imported: createImportedStore(store),
    search: createSearch(store, bins),
    upkeep,
    close() {
      db.close()
      lock.release()
    },
  }
}

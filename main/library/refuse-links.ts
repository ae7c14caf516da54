import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { CortadoError } from '../../core/errors.ts'

const LIBRARY = ['', '-wal', '-shm', '-journal'].map((suffix) => `library.sqlite${suffix}`)
/** What Cortado writes to and clears up by itself; a folder before what lies in it. */
const FOLDERS = ['media', 'media/incoming', 'checkpoints', 'renders', 'renders/segments']

/**
 * A link among these would lead writing and clearing up out of the project: opening a stranger's could empty a folder of the
 * user's own. Throws `PATH_NOT_ALLOWED`, also for a folder in the place of a file, and for what is neither.
 */
export function refuseLinks(folder: string): void {
  refuseOddLibrary(folder)
  for (const name of FOLDERS) need(join(folder, name), 'folder')
}

/** The same for the library alone, before it is read: reading a pipe would never end. */
export function refuseOddLibrary(folder: string): void {
  for (const name of [...LIBRARY, 'lock.sqlite']) need(join(folder, name), 'file')
}

function need(path: string, kind: 'file' | 'folder'): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined || (kind === 'file' ? found.isFile() : found.isDirectory())) return
  throw new CortadoError(
    'PATH_NOT_ALLOWED',
    found.isSymbolicLink()
      ? `"${path}" is a link, and Cortado follows none out of a project. Put what it points to in its place, or move the whole project to that disk.`
      : `"${path}" is not the ${kind} that belongs there. Move it out of the project and try again.`,
  )
}

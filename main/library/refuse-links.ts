import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { CortadoError } from '../../core/errors.ts'

const LIBRARY = ['', '-wal', '-shm', '-journal'].map((suffix) => `library.sqlite${suffix}`)
/** What Cortado writes to and clears up by itself. */
const OWN = [...LIBRARY, 'lock.sqlite', 'media', 'media/incoming', 'checkpoints', 'renders', 'renders/segments']

/**
 * A link among these would lead writing and clearing up out of the project: opening a stranger's could empty a folder of the
 * user's own. Throws `PATH_NOT_ALLOWED`.
 */
export function refuseLinks(folder: string): void {
  for (const name of OWN) {
    const path = join(folder, name)
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) continue
    throw new CortadoError(
      'PATH_NOT_ALLOWED',
      `"${path}" is a link, and Cortado follows none out of a project. Put what it points to in its place, or move the whole project to that disk.`,
    )
  }
}

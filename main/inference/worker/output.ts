import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { CortadoError } from '../../../core/errors.ts'
import { diskError } from '../../files/index.ts'

/** Throws `DISK_FULL` or `PROJECT_READ_ONLY`. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    throw diskError(error, path)
  }
}

/** Makes the folder of a file to come, and removes what an attempt that was killed left of it. */
export async function prepareOutput(output: string): Promise<void> {
  await makeFolder(dirname(output))
  await removeLeftovers(output)
}

/** An attempt that was killed may have left its unfinished file beside the output. */
async function removeLeftovers(output: string): Promise<void> {
  const folder = dirname(output)
  const prefix = `.${basename(output)}.`
  const names = await readdir(folder)
  const left = names.filter((name) => name.startsWith(prefix) && name.endsWith('.tmp'))
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })))
}

/** Lets messages in (a model run blocks the thread), then throws `CANCELLED` where one of them said so. */
export async function checkCancelled({ cancelled }: { cancelled: () => boolean }): Promise<void> {
  await nextTurn()
  await nextTurn()
  if (cancelled()) throw new CortadoError('CANCELLED', 'The job was stopped. Resume it to go on from its last step.')
}

import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { diskError } from './disk-error.ts'

/** A fresh temporary name beside `path`, so that the rename stays on one file system. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
}

/** Syncs a finished temporary file and gives it its name; after that it survives a power cut. */
export async function commitFile(temporary: string, path: string): Promise<void> {
  const handle = await open(temporary, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
  await syncFolder(dirname(path))
}

/** Writes a whole file or nothing. Throws `DISK_FULL` or `PROJECT_READ_ONLY` and leaves no temporary file. */
export async function writeFileAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = temporaryName(path)
  try {
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(data)
    } finally {
      await handle.close()
    }
    await commitFile(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw diskError(error, path)
  }
}

/** Has the names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; its rename is durable by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writevSync } from 'node:fs'
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

/**
 * Writes a whole file or nothing, in one go and without waiting for the disk: it survives the end of this process, though
 * not a power cut. The file before is set aside first and lies at `asideName(path)` if the process ends right then: a name
 * that is taken over makes some file systems write to the disk at once, which takes milliseconds. For what is written many
 * times a second and known by its checksum. Throws as `writeFileAtomic` does.
 */
export function replaceFile(path: string, parts: readonly Uint8Array[]): void {
  const temporary = temporaryName(path)
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(temporary, 'wx')
    try {
      writeAll(file, parts)
    } finally {
      closeSync(file)
    }
    const aside = asideName(path)
    rmSync(aside, { force: true })
    if (existsSync(path)) renameSync(path, aside)
    renameSync(temporary, path)
    rmSync(aside, { force: true })
  } catch (error) {
    rmSync(temporary, { force: true })
    throw diskError(error, path)
  }
}

/** Where the file before lies while `replaceFile` puts another in its place. */
export function asideName(path: string): string {
  return `${path}.old`
}

/** A disk that is nearly full takes a part of what it is given, and says no only then. */
function writeAll(file: number, parts: readonly Uint8Array[]): void {
  let left = parts.filter(({ length }) => length > 0)
  while (left.length > 0) {
    let written = writevSync(file, left)
    while (left[0] !== undefined && written >= left[0].length) {
      written -= left[0].length
      left = left.slice(1)
    }
    if (left[0] !== undefined) left = [left[0].subarray(written), ...left.slice(1)]
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; its rename is durable by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

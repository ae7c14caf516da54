import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const DAY_MS = 24 * 60 * 60 * 1000
const TEMPORARY = /\.tmp(\.[a-z0-9]+)?$/i

/**
 * Removes temporary files that a crash left in the project's own folders, and only those older than a day: a younger
 * one may belong to another program that is copying the project. Returns how many went.
 */
export async function sweepTemporaries(folder: string, now: number = Date.now()): Promise<number> {
  const media = join(folder, 'media')
  const folders = [folder, ...(await subfolders(media))]
  let removed = 0
  for (const place of folders) {
    for (const name of (await readdir(place)).filter((entry) => TEMPORARY.test(entry))) {
      const path = join(place, name)
      const found = await stat(path)
      if (!found.isFile() || now - found.mtimeMs <= DAY_MS) continue
      await rm(path, { force: true })
      removed += 1
    }
  }
  return removed
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name))
}

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

interface Target {
  /** Files and folders that the result depends on, from the root of the repository. */
  sources: readonly string[]
  /** A file of the result. */
  result: string
  /** Where the hash of the sources is kept. */
  stamp: string
}

/** Runs `make` when a source has changed since the last time it ended well. True when it ran. */
export async function makeIfStale(root: string, target: Target, make: () => Promise<void>): Promise<boolean> {
  const stamp = join(root, target.stamp)
  const now = await hashSources(root, target.sources)
  const before = existsSync(stamp) ? await readFile(stamp, 'utf8') : ''
  if (before === now && existsSync(join(root, target.result))) return false
  await make()
  await mkdir(dirname(stamp), { recursive: true })
  await writeFile(stamp, now)
  return true
}

async function hashSources(root: string, sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const path of await filesUnder(root, source)) {
      hash.update(`${path}\0`).update(await readFile(join(root, path)))
    }
  }
  return hash.digest('hex')
}

async function filesUnder(root: string, path: string): Promise<string[]> {
  if (!existsSync(join(root, path))) return []
  if ((await stat(join(root, path))).isFile()) return [path]
  const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

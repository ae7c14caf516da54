import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { RecentProject } from '../library/index.ts'

/** Projects opened lately and those that lie in the projects folder, copied there perhaps; the newest first. */
export async function knownProjects(
  recent: readonly RecentProject[],
  projectsFolder: string,
): Promise<RecentProject[]> {
  const known = new Set(recent.map((project) => project.path))
  const others = (await foldersIn(projectsFolder)).filter((path) => !known.has(path))
  const found = await Promise.all(others.map(describe))
  return [...recent, ...found.filter((project) => project !== null)].sort((a, b) => b.openedAt - a.openedAt)
}

/** A folder with a library, dated by its last change; null for any other one. */
async function describe(path: string): Promise<RecentProject | null> {
  const library = await stat(join(path, 'library.sqlite')).catch(() => null)
  return library?.isFile() === true
    ? { name: basename(path, '.cortado'), path, openedAt: Math.round(library.mtimeMs) }
    : null
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name))
  } catch (error) {
    // It is made with the first project.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

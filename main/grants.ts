import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { CortadoError } from '../core/errors.ts'
import type { Studio } from './studio/studio.ts'

/** Which absolute paths a door's client may name. All calls throw `PATH_NOT_ALLOWED`. */
export interface Grants {
  /** Checks a project folder that is to be opened or made. */
  folder(path: string): Promise<void>
  /** Checks a file that is to be read. */
  input(path: string): Promise<void>
  /** Checks a file that is to be written. */
  output(path: string): Promise<void>
}

/** For the command line: its user may name whatever the operating system lets them. */
export const ALL_PATHS: Grants = {
  folder: async () => {},
  input: async () => {},
  output: async () => {},
}

/** What the user picked in dialogs of this session: folders stand for all they hold, files for themselves. */
export interface PickedPaths {
  folders: Set<string>
  files: Set<string>
}

/** Nothing picked yet. */
export function nothingPicked(): PickedPaths {
  return { folders: new Set(), files: new Set() }
}

/**
 * For a window: folders inside the projects folder, recent projects, the open project, and what was picked in a dialog.
 * Links are followed first, so that one inside the projects folder opens no way out of it.
 */
export function studioGrants(studio: Studio, picked: PickedPaths = nothingPicked()): Grants {
  const projects = async (): Promise<string[]> => {
    const open = studio.project.current()
    const recent = await studio.project.recent()
    return [...recent.map((project) => project.path), ...(open ? [open.path] : [])]
  }
  const check = async (path: string): Promise<void> => {
    const roots = [studio.projectsFolder, ...picked.folders, ...(await projects())]
    if (!isAbsolute(path) || !(await isInsideAny(path, roots))) throw notAllowed(path)
  }
  return {
    folder: check,
    async input(path) {
      if (isAbsolute(path) && picked.files.has(resolve(path))) return
      await check(path)
    },
    async output(path) {
      if (isAbsolute(path) && picked.files.has(resolve(path))) return
      await check(path)
      const real = await realPath(path)
      for (const project of [...(await projects()), ...projectFoldersOn(real)]) {
        const inside = pathInside(await realPath(project), real)
        // A film may not take the place of the library, of media or of a cached segment.
        if (inside !== null && !/^renders[\\/][^\\/]+$/.test(inside)) throw notAllowed(path)
      }
    },
  }
}

function projectFoldersOn(path: string): string[] {
  const found: string[] = []
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (folder.endsWith('.cortado')) found.push(folder)
  }
  return found
}

async function isInsideAny(path: string, roots: readonly string[]): Promise<boolean> {
  const real = await realPath(path)
  for (const root of roots) {
    if (pathInside(await realPath(root), real) !== null) return true
  }
  return false
}

/** The path from `root` down to `path`, empty when they are the same; null when it leads out. */
function pathInside(root: string, path: string): string | null {
  const inside = relative(root, path)
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? null : inside
}

/** The path with every link of its existing part followed; what does not exist yet stays as it is. */
async function realPath(path: string): Promise<string> {
  const absolute = resolve(path)
  try {
    return await realpath(absolute)
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const parent = dirname(absolute)
    // A link that points at nothing would be followed by whoever writes there.
    if (!missing || parent === absolute || (await exists(absolute))) throw notAllowed(path, error)
    return join(await realPath(parent), basename(absolute))
  }
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  )
}

function notAllowed(path: string, cause?: unknown): CortadoError {
  return new CortadoError(
    'PATH_NOT_ALLOWED',
    `"${path.slice(0, 200)}" is outside the folders that this window may use. Pick a place inside the projects folder.`,
    { cause },
  )
}

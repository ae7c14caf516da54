import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '../files/index.ts'

const RecentProject = z.object({ name: z.string(), path: z.string(), openedAt: z.number() })
export type RecentProject = z.infer<typeof RecentProject>

const LIMIT = 50

export interface RecentProjects {
  /** Newest first. A list that cannot be read counts as empty. */
  list(): Promise<RecentProject[]>
  /** Puts a project first. */
  add(project: { name: string; path: string }, now?: number): Promise<void>
  /** Forgets a project; its folder stays. */
  remove(path: string): Promise<void>
}

/** Projects opened lately, in `recent.json` of the settings folder. */
export function createRecentProjects(settingsFolder: string): RecentProjects {
  const path = join(settingsFolder, 'recent.json')
  // One change after the other: two at once would each write a list without the other's project.
  let last: Promise<unknown> = Promise.resolve()
  const change = (apply: (list: RecentProject[]) => RecentProject[]): Promise<void> => {
    const next = last.then(async () => {
      const list = apply(await readRecent(path)).slice(0, LIMIT)
      await writeFileAtomic(path, `${JSON.stringify(list, null, 2)}\n`)
    })
    last = next.catch(() => undefined)
    return next
  }
  return {
    list: () => readRecent(path),
    add: ({ name, path: folder }, now = Date.now()) =>
      change((list) => [{ name, path: folder, openedAt: now }, ...list.filter((entry) => entry.path !== folder)]),
    remove: (folder) => change((list) => list.filter((entry) => entry.path !== folder)),
  }
}

async function readRecent(path: string): Promise<RecentProject[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]'
    throw error
  })
  const entries = z.array(z.unknown()).safeParse(parseJson(text))
  if (!entries.success) return []
  return entries.data
    .flatMap((entry) => RecentProject.safeParse(entry).data ?? [])
    .sort((a, b) => b.openedAt - a.openedAt)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A list of recent projects is a convenience: garbage in it must not keep the studio from starting.
    return []
  }
}

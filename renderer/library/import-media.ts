import { createStore } from 'zustand/vanilla'
import type { Media } from '../../core/library/media.ts'
import { client, nativeBridge, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'
import { openDialog, refreshOrTell } from '../store/index.ts'

/** A file on its way into the project. */
export interface ImportLine {
  path: string
  state: 'waiting' | 'running' | 'imported' | 'already' | 'refused'
  media: Media | null
  trouble: Trouble | null
}

interface ImportState {
  lines: readonly ImportLine[]
  running: boolean
  /** The bin that files go to; null for none. */
  bin: string | null
}

export const importStore = createStore<ImportState>(() => ({ lines: [], running: false, bin: null }))

/** Opens the dialog; files that come now go to a bin. */
export function openImport(bin: string | null): void {
  const { running } = importStore.getState()
  importStore.setState(running ? { bin } : { bin, lines: [] })
  openDialog('import')
}

/** Puts files into the line, and starts to take them in. One that is being taken in already is left as it is. */
export function importFiles(paths: readonly string[]): void {
  const { lines, running } = importStore.getState()
  const known = new Set(lines.filter(({ state }) => state !== 'refused').map(({ path }) => path))
  const fresh = [...new Set(paths)].filter((path) => path !== '' && !known.has(path))
  const rest = lines.filter(({ path }) => !fresh.includes(path))
  const waiting = fresh.map((path): ImportLine => ({ path, state: 'waiting', media: null, trouble: null }))
  importStore.setState({ lines: [...rest, ...waiting] })
  if (!running && fresh.length > 0) void work()
}

/** Leaves out the files that were not begun. */
export function stopImport(): void {
  importStore.setState(({ lines }) => ({ lines: lines.filter(({ state }) => state !== 'waiting') }))
}

/** Files that were dropped on the window: in a browser a page is not told where they lie. Gives false there. */
export async function importDropped(files: readonly File[], bin: string | null): Promise<boolean> {
  const grant = nativeBridge()?.dropped
  if (!grant || files.length === 0) return false
  const paths = await grant(files)
  openImport(bin)
  importFiles(paths)
  return true
}

/** One file after the other, so that each is told of as it comes. */
async function work(): Promise<void> {
  importStore.setState({ running: true })
  for (let line = nextLine(); line; line = nextLine()) {
    const { path } = line
    put(path, { state: 'running' })
    put(path, await take(path))
  }
  importStore.setState({ running: false })
  await refreshOrTell()
}

async function take(path: string): Promise<Partial<ImportLine>> {
  try {
    const { imported, refused } = await client.media.import({ paths: [path], bin: importStore.getState().bin })
    const [done] = imported
    if (done) return { state: done.already ? 'already' : 'imported', media: done.media }
    const [why] = refused
    return { state: 'refused', trouble: why ?? toTrouble(null) }
  } catch (error) {
    return { state: 'refused', trouble: toTrouble(error) }
  }
}

function nextLine(): ImportLine | undefined {
  return importStore.getState().lines.find(({ state }) => state === 'waiting')
}

function put(path: string, change: Partial<ImportLine>): void {
  importStore.setState(({ lines }) => ({
    lines: lines.map((line) => (line.path === path ? { ...line, ...change } : line)),
  }))
}

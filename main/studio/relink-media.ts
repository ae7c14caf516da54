import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CortadoError } from '../../core/errors.ts'
import type { MediaInfo, MissingFile, RelinkReport, RelinkRequest } from '../../core/library/media.ts'
import { sha256File } from '../files/index.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg, probeFile } from '../media/index.ts'
import type { Ffmpeg } from '../media/index.ts'
import { remakeDerived } from './remake-derived.ts'
import { deriveMedia, differences, storeCopy } from './import-media.ts'

const MOST_FILES = 1_000_000

/**
 * Looks for missing files in a folder. By hash, the very same bytes are taken back in, whatever their name is. By name,
 * imported media also find a file of their name with other content: told with what differs, and taken once confirmed.
 */
export async function relinkMedia(
  library: Library,
  { folder, by, confirmed }: RelinkRequest,
  signal: AbortSignal,
): Promise<RelinkReport> {
  const report: RelinkReport = { relinked: [], remade: 0, candidates: [], missing: [] }
  const missing = new Map((await library.upkeep.missing()).map((file) => [file.sha256, file]))
  const sizes = new Set([...missing.values()].map(({ bytes }) => bytes))
  const names = Map.groupBy(missing.values(), (file) => (file.media === null ? null : nameKey(file.name)))
  const sameName: SameName[] = []
  for await (const path of filesBelow(folder, signal)) {
    if (missing.size === 0) break
    const found = await stat(path).catch(() => null)
    if (found?.isFile() !== true) continue
    const back = sizes.has(found.size) ? await takeBack(library, missing, path) : null
    if (back !== null) {
      report.relinked.push({ sha256: back, path, by: 'hash' })
      continue
    }
    for (const file of names.get(nameKey(basename(path))) ?? []) sameName.push({ path, file })
  }
  if (by === 'name') await takeByName(library, missing, sameName, confirmed, report, signal)
  if (missing.size > 0) report.remade = await remakeDerived(library, missing, signal)
  report.missing = [...missing.values()]
  return report
}

/** The hash of the file where it is one of those that are missing, and is back; else null. */
async function takeBack(library: Library, missing: Map<string, MissingFile>, path: string): Promise<string | null> {
  const sha256 = await sha256File(path)
  if (!missing.has(sha256)) return null
  const stored = await storeCopy(library, path)
  // It was written to while it was read: what was stored is something else, and nothing names it.
  if (stored.sha256 !== sha256) return null
  library.media.noteRelink(sha256, { found: sha256, path, way: 'hash', differences: [] })
  missing.delete(sha256)
  return sha256
}

/** A file that bears the name of one that is missing. */
interface SameName {
  path: string
  file: MissingFile
}

interface Candidate {
  path: string
  changes: string[]
  /** Lower is more like the file that was lost: what differs of it, then how its name is written. */
  unlike: number
}

async function takeByName(
  library: Library,
  missing: Map<string, MissingFile>,
  found: readonly SameName[],
  confirmed: boolean,
  report: RelinkReport,
  signal: AbortSignal,
): Promise<void> {
  const ffmpeg = await findFfmpeg()
  for (const [sha256, some] of Map.groupBy(found, ({ file }) => file.sha256)) {
    const file = missing.get(sha256)
    if (!file || file.media === null) continue
    const { info } = library.imported.get(file.media)
    const candidates = await compare(ffmpeg, info, some, signal)
    report.candidates.push(...candidates.map(({ path, changes: differences }) => ({ sha256, path, differences })))
    const best = confirmed ? await onlyBest(candidates) : null
    if (best === null) continue
    const { path, changes } = best
    const stored = await storeCopy(library, path)
    const derived = await deriveMedia(library, ffmpeg, stored.path, path, signal)
    library.imported.replace(file.media, { path, ...derived })
    library.media.replace(sha256, { found: stored.sha256, path, way: 'name', differences: changes })
    report.relinked.push({ sha256, path, by: 'name' })
    missing.delete(sha256)
  }
}

/** Those that are media, the most alike first. */
async function compare(
  ffmpeg: Ffmpeg,
  was: MediaInfo,
  found: readonly SameName[],
  signal: AbortSignal,
): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  for (const { path, file } of found) {
    const probed = await probeFile(ffmpeg, path, signal).catch((error: unknown) => {
      if (error instanceof CortadoError && error.code.startsWith('MEDIA_')) return null
      throw error
    })
    if (probed === null) continue
    const changes = differences(was, probed)
    candidates.push({ path, changes, unlike: changes.length + (basename(path) === file.name ? 0 : 0.5) })
  }
  return candidates.sort((a, b) => a.unlike - b.unlike || (a.path < b.path ? -1 : 1))
}

/** The first one, unless another one is as much alike and holds something else: then a person has to say which. */
async function onlyBest(candidates: readonly Candidate[]): Promise<Candidate | null> {
  const [best] = candidates
  if (!best) return null
  const alike = candidates.filter(({ unlike }) => unlike === best.unlike)
  if (alike.length === 1) return best
  const contents = new Set<string>()
  for (const { path } of alike) contents.add(await sha256File(path))
  return contents.size === 1 ? best : null
}

/** One name for all ways in which systems write it: letters and marks as one sign or as several, large or small. */
function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/** Every file in a folder and its folders. Links are not followed: they may lead in a ring, or out. */
async function* filesBelow(folder: string, signal: AbortSignal): AsyncGenerator<string> {
  const folders = [folder]
  let count = 0
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of await entriesOf(next, next === folder)) {
      if (signal.aborted)
        throw new CortadoError('CANCELLED', 'The search was stopped. What was found by then is linked.')
      const path = join(next, entry.name)
      if (entry.isDirectory()) folders.push(path)
      if (entry.isFile()) yield path
      if ((count += 1) > MOST_FILES) {
        throw new CortadoError('INVALID_INPUT', 'That folder holds more than a million files. Choose one further down.')
      }
    }
  }
}

async function entriesOf(folder: string, asked: boolean): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    // A folder further down that may not be read is passed by; the one that was named is not.
    if (!asked) return []
    throw new CortadoError('NOT_FOUND', `The folder "${folder}" cannot be read. Choose another folder.`, {
      cause: error,
    })
  }
}

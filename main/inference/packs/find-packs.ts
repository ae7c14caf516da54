import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CortadoError } from '../../../core/errors.ts'
import { MANIFEST, readAnyPack } from './read-pack.ts'
import {
  isGeneratorFolder,
  isRefinerFolder,
  type AnyPackFolder,
  type PackFolder,
  type RefinerFolder,
} from './pack-folder.ts'
import type { PackReference } from './brought/references.ts'

/** Where a pack lies: in a folder that is searched, copied into the user's own, or used where the user keeps it. */
type PackPlace = 'folder' | 'copied' | 'in-place'

/** A folder that looks like a pack: either sound, or with the reason why it is not. */
export type FoundPack = { path: string; place: PackPlace } & (
  { pack: AnyPackFolder; problem: null } | { pack: null; problem: CortadoError; id?: string }
)

/** Where packs are looked for, the most important first. */
export interface PackPlaces {
  /** Each may hold any number of pack folders. */
  folders: readonly string[]
  /** The user's own folder of copied packs. */
  copied?: string | undefined
  /** Packs that are used where they lie. */
  inPlace?: readonly PackReference[] | undefined
}

/** Looks for packs in all places. A folder that does not exist holds none; a pack in its own place may be away. */
export async function findPacks({ folders, copied, inPlace = [] }: PackPlaces): Promise<FoundPack[]> {
  const found = await Promise.all([
    ...folders.map((folder) => findIn(folder, 'folder')),
    ...(copied === undefined ? [] : [findIn(copied, 'copied')]),
    ...inPlace.map(findReferenced),
  ])
  return found.flat()
}

/**
 * The pack of that id that makes footage: the first sound one in the order of the places. Throws `PACK_UNKNOWN` naming
 * the packs that exist, or what is wrong with the folder of that name.
 */
export async function packById(places: PackPlaces, id: string): Promise<PackFolder> {
  return oneById(places, id, isGeneratorFolder)
}

/** The same for packs of any kind. */
export async function anyPackById(places: PackPlaces, id: string): Promise<AnyPackFolder> {
  return oneById(places, id, (_pack): _pack is AnyPackFolder => true)
}

/** The same for a pack that refines footage. */
export async function refinerById(places: PackPlaces, id: string): Promise<RefinerFolder> {
  return oneById(places, id, isRefinerFolder)
}

/** The id of a found pack; a broken one goes by the name of its folder. */
export function idOf(found: FoundPack): string {
  return found.pack === null ? (found.id ?? basename(found.path)) : found.pack.manifest.id
}

async function oneById<T extends AnyPackFolder>(
  places: PackPlaces,
  id: string,
  fits: (pack: AnyPackFolder) => pack is T,
): Promise<T> {
  const found = await findPacks(places)
  const able = found.map(({ pack }) => pack).filter((pack) => pack !== null && fits(pack))
  const match = able.find(({ manifest }) => manifest.id === id)
  if (match) return match
  const broken = found.find((one) => one.problem !== null && idOf(one) === id)
  if (broken?.problem) throw broken.problem
  const ids = able.map(({ manifest }) => manifest.id)
  const advice = ids.length === 0 ? 'Add one with "packs add".' : `Use one of: ${ids.join(', ')}.`
  throw new CortadoError('PACK_UNKNOWN', `There is no model pack "${id.slice(0, 80)}". ${advice}`)
}

async function findIn(folder: string, place: PackPlace): Promise<FoundPack[]> {
  const names = await listFolders(folder)
  const found = await Promise.all(names.map((name) => inspect(join(folder, name), place)))
  return found.filter((one) => one !== null)
}

async function findReferenced({ id, path }: PackReference): Promise<FoundPack> {
  const found = await inspect(path, 'in-place')
  if (found?.problem) return { ...found, id }
  if (found !== null) return found
  const problem = new CortadoError(
    'PACK_MISSING',
    `The model pack "${id}" is used in its own place, "${path}", which is not there now. Connect its drive, or forget it with "packs remove ${id}".`,
  )
  return { path, place: 'in-place', pack: null, problem, id }
}

async function listFolders(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}

async function inspect(path: string, place: PackPlace): Promise<FoundPack | null> {
  const names = await readdir(path).catch((): string[] => [])
  if (!names.includes(MANIFEST)) return null
  try {
    return { path, place, pack: await readAnyPack(path), problem: null }
  } catch (error) {
    if (error instanceof CortadoError) return { path, place, pack: null, problem: error }
    throw error
  }
}

import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CortadoError } from '../../../core/errors.ts'
import {
  isGeneratorFolder,
  isRefinerFolder,
  MANIFEST,
  readAnyPack,
  type AnyPackFolder,
  type PackFolder,
  type RefinerFolder,
} from './read-pack.ts'

/** A folder that looks like a pack: either sound, or with the reason why it is not. */
export type FoundPack =
  { path: string; pack: AnyPackFolder; problem: null } | { path: string; pack: null; problem: CortadoError }

/** Looks into each folder for subfolders with a `pack.json`. A folder that does not exist holds no packs. */
export async function findPacks(folders: readonly string[]): Promise<FoundPack[]> {
  const found = await Promise.all(folders.map(findIn))
  return found.flat()
}

/**
 * The pack of that id that makes footage: the first sound one in the order of the folders. Throws `PACK_UNKNOWN` naming
 * the packs that exist, or what is wrong with the folder of that name.
 */
export async function packById(folders: readonly string[], id: string): Promise<PackFolder> {
  return oneById(folders, id, isGeneratorFolder)
}

/** The same for packs of any kind. */
export async function anyPackById(folders: readonly string[], id: string): Promise<AnyPackFolder> {
  return oneById(folders, id, (_pack): _pack is AnyPackFolder => true)
}

/** The same for a pack that refines footage. */
export async function refinerById(folders: readonly string[], id: string): Promise<RefinerFolder> {
  return oneById(folders, id, isRefinerFolder)
}

async function oneById<T extends AnyPackFolder>(
  folders: readonly string[],
  id: string,
  fits: (pack: AnyPackFolder) => pack is T,
): Promise<T> {
  const found = await findPacks(folders)
  const able = found.map(({ pack }) => pack).filter((pack) => pack !== null && fits(pack))
  const match = able.find(({ manifest }) => manifest.id === id)
  if (match) return match
  const broken = found.find(({ path, problem }) => problem !== null && basename(path) === id)
  if (broken?.problem) throw broken.problem
  const ids = able.map(({ manifest }) => manifest.id)
  const advice = ids.length === 0 ? `Put one into ${folders.join(' or ')}.` : `Use one of: ${ids.join(', ')}.`
  throw new CortadoError('PACK_UNKNOWN', `There is no model pack "${id.slice(0, 80)}". ${advice}`)
}

async function findIn(folder: string): Promise<FoundPack[]> {
  const names = await listFolders(folder)
  const found = await Promise.all(names.map((name) => inspect(join(folder, name))))
  return found.filter((one) => one !== null)
}

async function listFolders(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map((entry) => entry.name)
      .sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  }
}

async function inspect(path: string): Promise<FoundPack | null> {
  const names = await readdir(path).catch((): string[] => [])
  if (!names.includes(MANIFEST)) return null
  try {
    return { path, pack: await readAnyPack(path), problem: null }
  } catch (error) {
    if (error instanceof CortadoError) return { path, pack: null, problem: error }
    throw error
  }
}

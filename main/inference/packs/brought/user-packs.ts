import { randomBytes } from 'node:crypto'
import { readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import type { RemovedPack } from '../../../../core/library/packs.ts'
import { parseAccelerator, readAccelerator, type Accelerator } from '../../accelerators/read-accelerator.ts'
import { LINKED } from '../../accelerators/stage.ts'
import { findAccelerators, type FoundAccelerator } from '../../accelerators/find-accelerators.ts'
import { sha256 } from '../../../files/index.ts'
import { findPacks, idOf, type FoundPack, type PackPlaces } from '../find-packs.ts'
import { MANIFEST, MANIFEST_LIMIT, parsePack, readAnyPack } from '../read-pack.ts'
import { type AnyPackFolder } from '../pack-folder.ts'
import { verifyPack } from '../verify-pack.ts'
import { addAccelerator, addPack, removeUnfinished, type BringHooks } from './add-pack.ts'
import { openNotes } from './references.ts'
import { openSource } from './open-source.ts'
import type { PackSource } from './source.ts'

/** What a call brought in; `already` where it was there before. */
export type Brought = { already: boolean } & (
  { kind: 'pack'; pack: AnyPackFolder } | { kind: 'accelerator'; accelerator: Accelerator }
)

/** The packs that a user brought, and those that came otherwise. */
export interface UserPacks {
  places(): Promise<PackPlaces>
  list(): Promise<FoundPack[]>
  accelerators(): Promise<FoundAccelerator[]>
  /** Copies a pack or an accelerator out of a folder or ZIP. Throws what `addPack` throws, and `PACK_EXISTS`. */
  add(path: string, hooks?: BringHooks): Promise<Brought>
  /** Verifies a pack and remembers to use it where it lies. Throws what `verifyPack` throws, and `PACK_EXISTS`. */
  useInPlace(path: string, hooks?: BringHooks): Promise<Brought>
  /**
   * Forgets a pack that is used in place, or deletes a copied one, which must be `confirmed`. Throws `PACK_UNKNOWN`, and
   * `INVALID_INPUT` for a pack that is not the user's own or where the word is missing.
   */
  remove(id: string, confirmed: boolean): Promise<RemovedPack>
}

/** Begins the name of a pack that is being deleted; names with a dot are no packs. */
const REMOVED = '.removed-'

/** Packs in `data`: copies in `packs`, accelerators in `accelerators`, and what is remembered in `packs.json`. */
export function createUserPacks(data: string, folders: readonly string[]): UserPacks {
  const copied = join(data, 'packs')
  const acceleratorFolder = join(data, 'accelerators')
  const notes = openNotes(join(data, 'packs.json'))
  const places = async (): Promise<PackPlaces> => ({ folders, copied, inPlace: (await notes.read()).inPlace })
  const list = async (): Promise<FoundPack[]> => findPacks(await places())

  /** The same pack where it is there already. Throws `PACK_EXISTS` for another one of that id. */
  const already = async ({ manifest: { id }, sha256 }: AnyPackFolder): Promise<AnyPackFolder | null> => {
    const found = (await list()).find((one) => idOf(one) === id)
    if (found === undefined) return null
    if (found.pack?.sha256 === sha256) return found.pack
    throw another(`model pack "${id}"`, found.path, id)
  }

  const addLibraries = async (source: PackSource, hooks: BringHooks): Promise<Brought> => {
    const text = await source.text(source.manifest, MANIFEST_LIMIT)
    const { id } = parseAccelerator(text, source.path)
    const known = (await findAccelerators(acceleratorFolder)).find((one) => one.id === id)
    if (known?.accelerator?.sha256 === sha256(text)) {
      return { kind: 'accelerator', accelerator: known.accelerator, already: true }
    }
    if (known !== undefined) throw another(`accelerator "${id}"`, known.path, id)
    const path = await addAccelerator(source, acceleratorFolder, hooks)
    return { kind: 'accelerator', accelerator: await readAccelerator(path), already: false }
  }

  const addFrom = async (source: PackSource, hooks: BringHooks): Promise<Brought> => {
    if (source.manifest !== MANIFEST) return await addLibraries(source, hooks)
    const known = await already(parsePack(await source.text(MANIFEST, MANIFEST_LIMIT), source.path))
    if (known !== null) return { kind: 'pack', pack: known, already: true }
    return { kind: 'pack', pack: await readAnyPack(await addPack(source, copied, hooks)), already: false }
  }

  const removeCopy = async (path: string, id: string, confirmed: boolean): Promise<RemovedPack> => {
    if (!confirmed) {
      throw new CortadoError(
        'INVALID_INPUT',
        `Removing "${id}" deletes its files in "${path}". Say so: "packs remove ${id} --yes".`,
      )
    }
    // Renamed first: what is half deleted must not look like a pack.
    const folder = dirname(path)
    await rename(path, join(folder, `${REMOVED}${randomBytes(6).toString('hex')}`))
    // With what an earlier removal left that was killed.
    for (const name of await readdir(folder)) {
      if (name.startsWith(REMOVED)) await rm(join(folder, name), { recursive: true, force: true })
    }
    return { id, what: 'copy' }
  }

  return {
    places,
    list,
    accelerators: () => findAccelerators(acceleratorFolder),
    add: async (path, hooks = {}) => {
      const source = await openSource(resolve(path))
      try {
        return await addFrom(source, hooks)
      } finally {
        await source.close()
      }
    },
    useInPlace: async (named, { onProgress, signal } = {}) => {
      const path = resolve(named)
      await requirePackFolder(path)
      const pack = await readAnyPack(path)
      const { id, files } = pack.manifest
      const known = await already(pack)
      if (known !== null) return { kind: 'pack', pack: known, already: true }
      const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0)
      await verifyPack(path, {
        onProgress: (doneBytes) => onProgress?.({ id, stage: 'verifying', doneBytes, totalBytes }),
        signal,
      })
      await notes.change((old) => ({ ...old, inPlace: [...old.inPlace, { id, path }] }))
      return { kind: 'pack', pack, already: false }
    },
    remove: async (id, confirmed) => {
      const found = (await list()).filter((one) => idOf(one) === id)
      const own = found.find(({ place }) => place !== 'folder')
      if (own?.place === 'in-place') {
        await notes.change((old) => ({ ...old, inPlace: old.inPlace.filter(({ path }) => path !== own.path) }))
        return { id, what: 'reference' }
      }
      if (own !== undefined) return await removeCopy(own.path, id, confirmed)
      const accelerator = (await findAccelerators(acceleratorFolder)).find((one) => one.id === id)
      if (accelerator !== undefined) {
        const removed = await removeCopy(accelerator.path, id, confirmed)
        await rm(join(acceleratorFolder, LINKED), { recursive: true, force: true })
        return removed
      }
      if (found[0] !== undefined) {
        throw new CortadoError(
          'INVALID_INPUT',
          `"${id}" lies in "${found[0].path}", which Cortado does not manage: it came with the program or from CORTADO_PACKS. Delete the folder yourself if it is yours.`,
        )
      }
      const unfinished = (await removeUnfinished(copied, id)) + (await removeUnfinished(acceleratorFolder, id))
      if (unfinished > 0) return { id, what: 'unfinished' }
      throw new CortadoError(
        'PACK_UNKNOWN',
        `There is no model pack "${id.slice(0, 80)}". "packs list" shows those that are.`,
      )
    },
  }
}

/** Throws `INVALID_INPUT` for what has to be copied, and what `openSource` throws. */
async function requirePackFolder(path: string): Promise<void> {
  const source = await openSource(path)
  await source.close()
  if (source.folder !== null && source.manifest === MANIFEST) return
  const what = source.folder === null ? 'A ZIP' : 'An accelerator'
  throw new CortadoError('INVALID_INPUT', `${what} cannot be used where it lies. Add it: "packs add ${path}".`)
}

function another(what: string, path: string, id: string): CortadoError {
  return new CortadoError(
    'PACK_EXISTS',
    `Another ${what} is in "${path}". Remove it first with "packs remove ${id}", or keep it.`,
  )
}

import type { PackEvaluation } from '../../core/generation/evaluation.ts'
import { isRefiner } from '../../core/generation/refiner-manifest.ts'
import type { RemovedPack } from '../../core/library/packs.ts'
import type { FoundAccelerator } from './accelerators/find-accelerators.ts'
import type { BringHooks } from './packs/brought/add-pack.ts'
import { createUserPacks, type Brought } from './packs/brought/user-packs.ts'
import { anyPackById, packById, refinerById, type FoundPack } from './packs/find-packs.ts'
import { packEvaluation } from './packs/pack-evaluation.ts'
import { packWords } from './packs/pack-words.ts'
import { isRefinerFolder, type AnyPackFolder, type PackFolder, type RefinerFolder } from './packs/pack-folder.ts'
import { verifyPack } from './packs/verify-pack.ts'

export interface BringOptions extends BringHooks {
  /** Whether the pack's own golden file is run once it is there; it is where left out. */
  selfTest?: boolean | undefined
}

/** The packs of this machine. */
export interface Packs {
  /** Every folder that looks like a pack, the unusable ones with the reason. */
  list(): Promise<FoundPack[]>
  /** A pack that makes footage. Throws `PACK_UNKNOWN` naming those that exist. */
  get(id: string): Promise<PackFolder>
  /** A pack that refines footage. Throws `PACK_UNKNOWN` naming those that exist. */
  refiner(id: string): Promise<RefinerFolder>
  /** The sound ones. */
  refiners(): Promise<RefinerFolder[]>
  /** A pack of any kind. Throws `PACK_UNKNOWN`. */
  any(id: string): Promise<AnyPackFolder>
  /** Hashes every file, and looks into every graph and weight. Throws an error that names the file. */
  verify(id: string): Promise<{ id: string; files: number; bytes: number }>
  /** Every word that its text encoder has learnt, in lower case; null where it can spell any word. */
  words(pack: PackFolder): Promise<ReadonlySet<string> | null>
  /** What was measured of it; null where it does not say. */
  evaluation(pack: AnyPackFolder): Promise<PackEvaluation | null>
  /** Copies a pack or an accelerator out of a folder or ZIP, and runs its self-test on the processor. A pack that fails that stays, marked. */
  add(path: string, options?: BringOptions): Promise<Brought>
  /** The same for a pack that stays where it lies. */
  useInPlace(path: string, options?: BringOptions): Promise<Brought>
  /** Forgets a pack that is used in place; deletes a copied one or an accelerator, if `confirmed`. */
  remove(id: string, confirmed: boolean): Promise<RemovedPack>
  /** The libraries that were added for GPUs. */
  accelerators(): Promise<FoundAccelerator[]>
}

interface PacksOptions {
  packFolders: readonly string[]
  dataFolder: string
  /** Runs a pack's self-test on the processor, unless that was done before. */
  test: (pack: AnyPackFolder, signal: AbortSignal | undefined) => Promise<void>
}

/** The packs in some folders and those that the user brings to `dataFolder`. */
export function createPacks({ packFolders, dataFolder, test }: PacksOptions): Packs {
  const user = createUserPacks(dataFolder, packFolders)
  const { places, list } = user

  const tested = async (brought: Brought, { selfTest = true, onProgress, signal }: BringOptions): Promise<Brought> => {
    if (brought.kind !== 'pack' || !selfTest) return brought
    const { manifest } = brought.pack
    if (isRefiner(manifest) || manifest.golden === undefined) return brought
    onProgress?.({ id: manifest.id, stage: 'testing', doneBytes: 0, totalBytes: 0 })
    await test(brought.pack, signal)
    return brought
  }

  return {
    list,
    get: async (id) => packById(await places(), id),
    refiner: async (id) => refinerById(await places(), id),
    refiners: async () =>
      (await list()).map(({ pack }) => pack).filter((pack) => pack !== null && isRefinerFolder(pack)),
    any: async (id) => anyPackById(await places(), id),
    verify: async (id) => verifyPack((await anyPackById(await places(), id)).path),
    words: packWords,
    evaluation: packEvaluation,
    add: async (path, options = {}) => tested(await user.add(path, options), options),
    useInPlace: async (path, options = {}) => tested(await user.useInPlace(path, options), options),
    remove: user.remove,
    accelerators: user.accelerators,
  }
}

import type { PackManifest } from '../../../core/generation/manifest.ts'
import { type AnyManifest, isRefiner, type RefinerManifest } from '../../../core/generation/refiner-manifest.ts'

/** A pack whose manifest was read and found sound; its other files have not been hashed. */
export interface AnyPackFolder {
  /** Absolute path of the folder. */
  path: string
  manifest: AnyManifest
  /** Of `pack.json`'s bytes; since that lists the hash of every other file, it names the whole pack. */
  sha256: string
}

/** A pack that makes footage. */
export type PackFolder = AnyPackFolder & { manifest: PackManifest }
/** A pack that refines footage. */
export type RefinerFolder = AnyPackFolder & { manifest: RefinerManifest }

export function isGeneratorFolder(pack: AnyPackFolder): pack is PackFolder {
  return !isRefiner(pack.manifest)
}

export function isRefinerFolder(pack: AnyPackFolder): pack is RefinerFolder {
  return isRefiner(pack.manifest)
}

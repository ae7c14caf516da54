import type { Readable } from 'node:stream'
import { CortadoError } from '../../../../core/errors.ts'
import { ACCELERATOR_MANIFEST } from '../../accelerators/read-accelerator.ts'
import { MANIFEST } from '../read-pack.ts'

/** A pack as a user brings it: a folder or a ZIP. */
export interface PackSource {
  /** As the user named it. */
  readonly path: string
  /** The name of its manifest: `pack.json` or `accelerator.json`. */
  readonly manifest: string
  /** The folder itself; null for a ZIP. */
  readonly folder: string | null
  /** A small text file of it. Throws `PACK_INVALID` where it is larger than `limit` bytes. */
  text(path: string, limit: number): Promise<string>
  /** The bytes of a file from `from` on. Throws `PACK_CORRUPT` where there is no such file. */
  open(path: string, from: number): Promise<Readable>
  close(): Promise<void>
}

/** Which manifest is among the names of a folder; null where none is. */
export function manifestAmong(names: readonly string[]): string | null {
  return [MANIFEST, ACCELERATOR_MANIFEST].find((name) => names.includes(name)) ?? null
}

/** The error for something that is no pack at all. */
export function noPack(path: string): CortadoError {
  return new CortadoError(
    'PACK_INVALID',
    `"${path}" is no pack: it holds neither "${MANIFEST}" nor "${ACCELERATOR_MANIFEST}". Name the folder that holds one, or a ZIP of it.`,
  )
}

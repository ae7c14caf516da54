import { stat } from 'node:fs/promises'
import { CortadoError } from '../../../core/errors.ts'
import { sha256File } from '../../files/index.ts'
import { insidePack } from './inside.ts'
import { readAnyPack } from './read-pack.ts'
import { type AnyPackFolder } from './pack-folder.ts'
import { checkGraphs } from './scan/check-graphs.ts'

/** Real path to "mtime:size:sha256" of files that were hashed and found right by this process. */
const verified = new Map<string, string>()

/** Checks that every listed file is there with the right size, without reading it. Throws `PACK_CORRUPT`. */
export async function checkSizes(pack: AnyPackFolder): Promise<void> {
  for (const file of pack.manifest.files) {
    const { size } = await stat(await insidePack(pack.path, file.path))
    if (size !== file.bytes) throw corrupt(pack, file.path, `has ${size} bytes instead of ${file.bytes}`)
  }
}

/**
 * Hashes every file of a pack that has changed since this process last did. Throws `PACK_CORRUPT` naming the first file
 * that differs.
 */
export async function ensureVerified(pack: AnyPackFolder): Promise<void> {
  await checkSizes(pack)
  for (const file of pack.manifest.files) {
    const real = await insidePack(pack.path, file.path)
    const { mtimeMs, size } = await stat(real)
    const mark = `${mtimeMs}:${size}:${file.sha256}`
    if (verified.get(real) === mark) continue
    if ((await sha256File(real)) !== file.sha256) throw corrupt(pack, file.path, 'was changed or damaged')
    verified.set(real, mark)
  }
}

export interface VerifyOptions {
  /** Bytes that were hashed so far. */
  onProgress?: ((bytes: number) => void) | undefined
  /** Awaited with the path of a file that was changed or damaged, before the error is thrown. */
  onDamaged?: ((path: string) => Promise<void>) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Reads the manifest, hashes every file anew and looks into every graph and weight. Throws `PACK_INVALID`, `PACK_NEWER`,
 * `PACK_UNSAFE` or `PACK_CORRUPT`.
 */
export async function verifyPack(
  path: string,
  { onProgress, onDamaged, signal }: VerifyOptions = {},
): Promise<{ id: string; files: number; bytes: number }> {
  const pack = await readAnyPack(path)
  await checkSizes(pack)
  let bytes = 0
  for (const file of pack.manifest.files) {
    signal?.throwIfAborted()
    if ((await sha256File(await insidePack(path, file.path))) !== file.sha256) {
      await onDamaged?.(file.path)
      throw corrupt(pack, file.path, 'was changed or damaged')
    }
    bytes += file.bytes
    onProgress?.(bytes)
  }
  await checkGraphs(pack, { weights: true })
  return { id: pack.manifest.id, files: pack.manifest.files.length, bytes }
}

function corrupt(pack: AnyPackFolder, path: string, what: string): CortadoError {
  return new CortadoError(
    'PACK_CORRUPT',
    `"${path}" of the model pack "${pack.manifest.id}" in "${pack.path}" ${what}. Copy the pack again from where you got it.`,
  )
}

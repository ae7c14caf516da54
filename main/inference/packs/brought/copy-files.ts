import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { CortadoError } from '../../../../core/errors.ts'
import { diskError } from '../../../files/index.ts'
import type { PackSource } from './source.ts'

/** A file that is to be copied, as a manifest lists it. */
export interface ListedFile {
  path: string
  bytes: number
  sha256: string
}

/** Where a copy is made: finished files under their names, and the one that is being copied. */
export interface CopyPlace {
  files: string
  partial: string
}

export interface CopyOptions {
  onProgress?: ((doneBytes: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/** Left free on the disk, so that the system and the open project go on. */
const SPARE_BYTES = 64 * 1024 * 1024

/**
 * Copies files one after the other, hashing while it copies. What an earlier call left is used: finished files are not
 * copied again, and one that was broken off goes on from where it stopped. Throws `PACK_CORRUPT` naming a file that is
 * not what the manifest says, and `DISK_FULL`, before anything is written where that can be told.
 */
export async function copyFiles(
  source: PackSource,
  files: readonly ListedFile[],
  place: CopyPlace,
  { onProgress, signal }: CopyOptions = {},
): Promise<void> {
  try {
    await mkdir(place.files, { recursive: true })
    await mkdir(place.partial, { recursive: true })
    await requireSpace(files, place)
    let done = 0
    for (const file of files) {
      const target = join(place.files, file.path)
      if ((await sizeOf(target)) !== file.bytes) {
        await mkdir(dirname(target), { recursive: true })
        await copyFile(source, file, target, place, { onProgress: (bytes) => onProgress?.(done + bytes), signal })
      }
      done += file.bytes
      onProgress?.(done)
    }
  } catch (error) {
    throw diskError(error, place.files)
  }
}

async function copyFile(
  source: PackSource,
  file: ListedFile,
  target: string,
  place: CopyPlace,
  options: CopyOptions,
): Promise<void> {
  const partial = join(place.partial, file.sha256)
  const begun = await sizeOf(partial)
  if (begun > file.bytes) await rm(partial)
  const resumed = begun > 0 && begun <= file.bytes
  let sound = await append(source, file, partial, options)
  // What a power cut left of the last attempt may be wrong where the source is right.
  if (!sound && resumed) {
    await rm(partial)
    sound = await append(source, file, partial, options)
  }
  if (!sound) {
    await rm(partial)
    throw new CortadoError(
      'PACK_CORRUPT',
      `"${file.path}" of "${source.path}" is not what its manifest says: it was changed, damaged or cut short. ` +
        'Get the pack again from where you got it; what was copied already is kept.',
    )
  }
  await rename(partial, target)
}

/** Copies the rest of a file. True where the whole is right. */
async function append(
  source: PackSource,
  file: ListedFile,
  partial: string,
  { onProgress, signal }: CopyOptions,
): Promise<boolean> {
  const begun = Math.max(0, await sizeOf(partial))
  const hash = createHash('sha256')
  if (begun > 0) await feed(hash, partial)
  const stream = await source.open(file.path, begun)
  const handle = await open(partial, 'a')
  let bytes = begun
  try {
    for await (const chunk of reading(source, file, stream)) {
      signal?.throwIfAborted()
      bytes += chunk.length
      // More than was listed is not even written: it could be without end.
      if (bytes > file.bytes) return false
      hash.update(chunk)
      await handle.writeFile(chunk)
      onProgress?.(bytes)
    }
    await handle.sync()
  } finally {
    stream.destroy()
    await handle.close()
  }
  return bytes === file.bytes && hash.digest('hex') === file.sha256
}

/** What a source gives, with its own failures told from those of the disk that is written to. */
async function* reading({ path }: PackSource, file: ListedFile, stream: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause)
    throw new CortadoError(
      'PACK_CORRUPT',
      `"${file.path}" of "${path}" cannot be read to its end (${words}). Check the drive that it lies on, or get the pack again from ` +
        'where you got it; what was copied already is kept.',
      { cause },
    )
  }
}

async function feed(hash: Hash, path: string): Promise<void> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk)
  }
}

async function requireSpace(files: readonly ListedFile[], place: CopyPlace): Promise<void> {
  let missing = 0
  for (const file of files) {
    const there = Math.max(await sizeOf(join(place.files, file.path)), await sizeOf(join(place.partial, file.sha256)))
    missing += Math.max(0, file.bytes - Math.max(0, there))
  }
  const { bavail, bsize } = await statfs(place.files)
  if (missing === 0 || bavail * bsize >= missing + SPARE_BYTES) return
  throw new CortadoError(
    'DISK_FULL',
    `The pack needs ${megabytes(missing)} more on the disk that holds "${place.files}", and ${megabytes(bavail * bsize)} are free. ` +
      'Free some space and add it again, or use it where it lies.',
  )
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`
}

/** -1 where there is no such file. */
async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    (found) => (found.isFile() ? found.size : -1),
    () => -1,
  )
}

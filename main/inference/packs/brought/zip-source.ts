import { Transform, type Readable } from 'node:stream'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { CortadoError } from '../../../../core/errors.ts'
import { manifestAmong, noPack, type PackSource } from './source.ts'

const MOST_ENTRIES = 10_000
/** File types in the Unix half of an entry's attributes (stat.h). */
const TYPE_MASK = 0o170000
const FOLDER = 0o040000
const REGULAR = 0o100000
const STORED = 0

/**
 * Opens a ZIP that holds a pack, at its top or in its one folder. Nothing is unpacked yet: files are read out one by one,
 * only those that the manifest lists, and no more bytes than it says. Throws `PACK_UNSAFE` for names that lead out, links,
 * encrypted or doubled entries, and `PACK_INVALID` for what is no ZIP or holds no pack.
 */
export async function openZip(path: string): Promise<PackSource> {
  let zip: ZipFile
  try {
    zip = await openPromise(path, { autoClose: false, lazyEntries: true, strictFileNames: true })
  } catch (cause) {
    throw noZip(path, cause)
  }
  try {
    const entries = await readEntries(zip, path)
    const root = rootOf([...entries.keys()])
    const manifest = manifestAmong([...entries.keys()].map((name) => name.slice(root.length)))
    if (manifest === null) throw noPack(path)
    const entryOf = (name: string): Entry => {
      const entry = entries.get(root + name)
      if (entry !== undefined) return entry
      throw new CortadoError('PACK_CORRUPT', `"${path}" lacks "${name}". Get the pack again from where you got it.`)
    }
    return {
      path,
      manifest,
      folder: null,
      text: async (name, limit) => readText(zip, entryOf(name), path, limit),
      open: async (name, from) => openEntry(zip, entryOf(name), from),
      close: async () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function readEntries(zip: ZipFile, path: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  if (zip.entryCount > MOST_ENTRIES) throw unsafe(path, `it holds ${zip.entryCount} files`)
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName
      const kind = (entry.externalFileAttributes >>> 16) & TYPE_MASK
      if (kind !== 0 && kind !== FOLDER && kind !== REGULAR) throw unsafe(path, `"${name}" is a link or a device`)
      if (entry.isEncrypted()) throw unsafe(path, `"${name}" is encrypted`)
      if (entries.has(name)) throw unsafe(path, `"${name}" is in it twice`)
      if (!name.endsWith('/')) entries.set(name, entry)
    }
  } catch (error) {
    if (error instanceof CortadoError) throw error
    const words = error instanceof Error ? error.message : String(error)
    if (/file ?name|path|characters/i.test(words)) throw unsafe(path, words, error)
    throw noZip(path, error)
  }
  return entries
}

/** The one folder that all files lie in, with its slash; empty where they lie at the top. */
function rootOf(names: readonly string[]): string {
  const ours = names.filter((name) => !name.startsWith('__MACOSX/'))
  const first = /^[^/]+\//.exec(ours[0] ?? '')?.[0] ?? ''
  return ours.every((name) => name.startsWith(first)) ? first : ''
}

async function readText(zip: ZipFile, entry: Entry, path: string, limit: number): Promise<string> {
  if (entry.uncompressedSize > limit) {
    throw new CortadoError(
      'PACK_INVALID',
      `"${entry.fileName}" in "${path}" has ${entry.uncompressedSize} bytes; at most ${limit} can be read. Get a sound copy of the pack.`,
    )
  }
  const parts: Buffer[] = []
  for await (const part of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

/** Stored entries are read from the middle; packed ones are unpacked up to there, which costs time but no writing. */
async function openEntry(zip: ZipFile, entry: Entry, from: number): Promise<Readable> {
  if (from > 0 && entry.compressionMethod === STORED) return await zip.openReadStreamPromise(entry, { start: from })
  const stream = await zip.openReadStreamPromise(entry)
  return from === 0 ? stream : skipping(stream, from)
}

function skipping(stream: Readable, count: number): Readable {
  let left = count
  const rest = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const kept = chunk.subarray(Math.min(left, chunk.length))
      left -= chunk.length - kept.length
      done(null, kept)
    },
  })
  stream.once('error', (error) => rest.destroy(error))
  rest.once('close', () => stream.destroy())
  return stream.pipe(rest)
}

function unsafe(path: string, what: string, cause?: unknown): CortadoError {
  return new CortadoError(
    'PACK_UNSAFE',
    `"${path}" is not unpacked: ${what}. Get the pack from somebody you trust, or as a folder.`,
    { cause },
  )
}

function noZip(path: string, cause: unknown): CortadoError {
  const words = cause instanceof Error ? cause.message : String(cause)
  return new CortadoError(
    'PACK_INVALID',
    `"${path}" is no sound ZIP (${words}). Get it again from where you got it, or name the folder of a pack.`,
    { cause },
  )
}

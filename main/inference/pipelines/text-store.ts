import { createHash } from 'node:crypto'
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'onnxruntime-node'
import { z } from 'zod'
import { CortadoError } from '../../../core/errors.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import { writeFileAtomic } from '../../files/index.ts'
import type { TextEmbeds } from './pipeline.ts'

/** A text as a pack's text encoder takes it: cleaned, and as ids. */
interface TextKey {
  /** The pack's sha256; it stands for the weights and for what is done with the mask. */
  pack: string
  ids: BigInt64Array
  mask: BigInt64Array
}

const MAGIC = 'CORTEXT1'
const PREFIX_BYTES = 12
const HASH_BYTES = 32
const ENDING = '.embeds'
/** A prompt of a large model takes 8 MB, so this is at least thirty of them. */
const LIMIT_BYTES = 256 * 1024 * 1024

const Header = z.object({ length: z.int().positive(), width: z.int().positive() })

/**
 * Embeddings of texts, kept on disk from take to take: a text that was read once needs its encoder no more. A file is named
 * by the sha256 of all that its numbers depend on, written whole or not at all, and ends with the sha256 of its bytes; one
 * that is damaged counts as none. Above the limit, those that were used least lately go.
 */
export class TextStore {
  readonly #folder: string
  readonly #provider: Provider
  readonly #limitBytes: number

  constructor(folder: string, provider: Provider, limitBytes = LIMIT_BYTES) {
    this.#folder = folder
    this.#provider = provider
    this.#limitBytes = limitBytes
  }

  /** Null where there is nothing that can be used. */
  async read(key: TextKey): Promise<TextEmbeds | null> {
    const path = this.#path(key)
    try {
      const embeds = decode(await readFile(path), key.mask)
      if (embeds !== null) await utimes(path, new Date(), new Date())
      return embeds
    } catch (error) {
      // It can always be computed again.
      if (error instanceof Error && 'code' in error) return null
      throw error
    }
  }

  /** Does nothing where the disk is full or read-only: the take does not need it. */
  async write(key: TextKey, embeds: TextEmbeds): Promise<void> {
    try {
      await writeFileAtomic(this.#path(key), encode(embeds))
      await this.#makeRoom()
    } catch (error) {
      if (error instanceof CortadoError || (error instanceof Error && 'code' in error)) return
      throw error
    }
  }

  #path({ pack, ids, mask }: TextKey): string {
    const hash = createHash('sha256').update(`${pack} ${this.#provider} ${env.versions.node ?? env.versions.common} `)
    const name = hash.update(`${ids.join(',')} ${mask.join('')}`).digest('hex')
    return join(this.#folder, `${name}${ENDING}`)
  }

  async #makeRoom(): Promise<void> {
    const names = await readdir(this.#folder)
    const files = await Promise.all(
      names.map(async (name) => {
        const path = join(this.#folder, name)
        const { size, mtimeMs } = await stat(path)
        return { path, size, mtimeMs }
      }),
    )
    let sum = files.reduce((bytes, { size }) => bytes + size, 0)
    for (const { path, size } of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (sum <= this.#limitBytes) return
      await rm(path, { force: true })
      sum -= size
    }
  }
}

/** Magic (8 bytes), header length (u32, little endian), header as JSON, float32 values, sha256 of everything before. */
function encode({ values, length, width }: TextEmbeds): Uint8Array {
  const header = Buffer.from(JSON.stringify({ length, width }))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(header.length)
  const numbers = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const body = Buffer.concat([Buffer.from(MAGIC), size, header, numbers])
  return Buffer.concat([body, createHash('sha256').update(body).digest()])
}

function decode(file: Buffer, mask: BigInt64Array): TextEmbeds | null {
  if (file.length < PREFIX_BYTES + HASH_BYTES || file.toString('latin1', 0, MAGIC.length) !== MAGIC) return null
  const body = file.subarray(0, -HASH_BYTES)
  if (!createHash('sha256').update(body).digest().equals(file.subarray(-HASH_BYTES))) return null
  const start = PREFIX_BYTES + body.readUInt32LE(MAGIC.length)
  if (start > body.length) return null
  // The hash was right, so the text is what this program wrote.
  const header = Header.safeParse(JSON.parse(body.toString('utf8', PREFIX_BYTES, start)))
  if (!header.success) return null
  const { length, width } = header.data
  if (body.length - start !== 4 * length * width || mask.length !== length) return null
  const values = new Float32Array(length * width)
  new Uint8Array(values.buffer).set(body.subarray(start))
  return { values, mask: Uint8Array.from(mask, Number), length, width }
}

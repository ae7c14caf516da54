import { open, type FileHandle } from 'node:fs/promises'
import { CortadoError } from '../../../../core/errors.ts'

const BUFFER_BYTES = 1 << 16
const MAX_DEPTH = 64
const LONGEST_TEXT = 1 << 16

/** What is done with a field: it gets the number of a varint, or the length of a field whose bytes begin at the reader's place. */
type OnField = (value: number, wire: number) => void | Promise<void>

/**
 * Reads a protobuf file through one small buffer, so that a file of many gigabytes costs no memory: fields that nobody
 * asked for, tensors among them, are stepped over without being read.
 */
export class ProtoReader {
  readonly #handle: FileHandle
  /** The path inside the pack, for errors. */
  readonly #name: string
  readonly #buffer = Buffer.alloc(BUFFER_BYTES)
  #bufferAt = 0
  #buffered = 0
  #depth = 0
  /** Bytes of the whole file. */
  readonly size: number
  /** Where the next byte is read, from the start of the file. */
  at = 0

  private constructor(handle: FileHandle, size: number, name: string) {
    this.#handle = handle
    this.size = size
    this.#name = name
  }

  /** Opens a file, hands its reader to `use`, and closes it. */
  static async with<T>(path: string, name: string, use: (reader: ProtoReader) => Promise<T>): Promise<T> {
    const handle = await open(path, 'r')
    try {
      return await use(new ProtoReader(handle, (await handle.stat()).size, name))
    } finally {
      await handle.close()
    }
  }

  /** Reads a message that ends at `end`; fields without an entry are stepped over. Throws `PACK_INVALID`. */
  async message(end: number, fields: Readonly<Record<number, OnField>>): Promise<void> {
    if (++this.#depth > MAX_DEPTH) throw this.damaged('it is nested too deep')
    while (this.at < end) {
      const key = await this.#varint(end)
      const wire = key % 8
      const onField = fields[Math.floor(key / 8)]
      const value = wire === 0 || wire === 2 ? await this.#varint(end) : wire === 1 ? 8 : wire === 5 ? 4 : -1
      if (value < 0) throw this.damaged('it holds something that is no field')
      const after = wire === 0 ? this.at : this.at + value
      if (after > end) throw this.damaged('a part of it is longer than the file')
      if (onField !== undefined) await onField(value, wire)
      this.at = after
    }
    this.#depth--
  }

  /** The next bytes as text. Throws `PACK_INVALID` for a text that no name could be. */
  async text(length: number): Promise<string> {
    if (length > LONGEST_TEXT) throw this.damaged('a name in it is too long')
    await this.#need(length)
    const from = this.at - this.#bufferAt
    this.at += length
    return this.#buffer.toString('utf8', from, from + length)
  }

  /** Varints one after the other, as packed repeated numbers are. */
  async varints(length: number, onNumber: (value: number) => void): Promise<void> {
    const end = this.at + length
    while (this.at < end) onNumber(await this.#varint(end))
  }

  damaged(what: string): CortadoError {
    return new CortadoError(
      'PACK_INVALID',
      `"${this.#name}" of the model pack is no sound ONNX graph: ${what}. Get the pack again from where you got it.`,
    )
  }

  /** Numbers past 2^53 lose their last digits, and no honest file holds one. */
  async #varint(end: number): Promise<number> {
    await this.#need(Math.min(10, end - this.at))
    let value = 0
    let scale = 1
    for (let count = 0; count < 10 && this.at < end; count++) {
      const byte = this.#buffer[this.at++ - this.#bufferAt] as number
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
    throw this.damaged('it was cut short')
  }

  async #need(count: number): Promise<void> {
    const from = this.at - this.#bufferAt
    if (from >= 0 && from + count <= this.#buffered) return
    const { bytesRead } = await this.#handle.read(this.#buffer, 0, BUFFER_BYTES, this.at)
    this.#bufferAt = this.at
    this.#buffered = bytesRead
    if (bytesRead < count) throw this.damaged('it was cut short')
  }
}

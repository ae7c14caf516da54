import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { TAR_END, tarHeader, tarPadding } from './tar-header.ts'

/** A file on its way into an archive: its bytes, or where they lie. */
export interface TarEntry {
  name: string
  modifiedMs: number
  content: Buffer | { path: string; bytes: number }
}

export interface TarWriter {
  add(entry: TarEntry): Promise<void>
  /** Bytes written so far. */
  readonly size: number
  /** Ends the archive. */
  close(): Promise<void>
  /** Lets go of the file without ending the archive. */
  abandon(): Promise<void>
}

/** Writes an archive from its first byte to its last; memory stays at one piece of a file. */
export async function openTar(path: string): Promise<TarWriter> {
  const file = await open(path, 'wx')
  let size = 0
  const write = async (data: Buffer): Promise<void> => {
    await file.writev([data])
    size += data.length
  }
  return {
    get size() {
      return size
    },
    async add({ name, modifiedMs, content }) {
      const bytes = Buffer.isBuffer(content) ? content.length : content.bytes
      await write(tarHeader(name, bytes, modifiedMs))
      if (Buffer.isBuffer(content)) await write(content)
      else for await (const chunk of createReadStream(content.path)) await write(chunk as Buffer)
      await write(tarPadding(bytes))
    },
    async close() {
      await write(TAR_END)
      await file.close()
    },
    abandon: () => file.close(),
  }
}

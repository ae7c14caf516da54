import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sha256File, temporaryName } from '../../files/index.ts'

/**
 * Copies a file whose content is known, hashed on its way. False, and no file, where the source is gone or is not what its
 * name says. A target that is whole already is kept.
 */
export async function copyVerified(from: string, to: string, sha256: string): Promise<boolean> {
  if ((await isFile(to)) && (await sha256File(to)) === sha256) return true
  if (!(await isFile(from))) return false
  await mkdir(dirname(to), { recursive: true })
  const temporary = temporaryName(to)
  try {
    const hash = createHash('sha256')
    await pipeline(
      createReadStream(from, { highWaterMark: 1 << 20 }),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk)
          yield chunk
        }
      },
      createWriteStream(temporary, { flush: true }),
    )
    if (hash.digest('hex') !== sha256) {
      await rm(temporary, { force: true })
      return false
    }
    await rename(temporary, to)
    return true
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true
}

import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { CortadoError } from '../../../../core/errors.ts'
import { insidePack } from '../inside.ts'
import { readPackText } from '../read-pack.ts'
import { manifestAmong, noPack, type PackSource } from './source.ts'
import { openZip } from './zip-source.ts'

/** Opens what the user named. Throws `PACK_MISSING` or `PACK_INVALID`, and for a ZIP `PACK_UNSAFE`. */
export async function openSource(path: string): Promise<PackSource> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new CortadoError('PACK_MISSING', `There is nothing at "${path}". Name the folder or the ZIP of a pack.`, {
      cause,
    })
  })
  if (found.isFile()) return await openZip(path)
  const manifest = manifestAmong(await readdir(path))
  if (manifest === null) throw noPack(path)
  return {
    path,
    manifest,
    folder: path,
    text: (name, limit) => readPackText(path, name, limit),
    open: async (name, from) => createReadStream(await insidePack(path, name), { start: from, highWaterMark: 1 << 20 }),
    close: () => Promise.resolve(),
  }
}

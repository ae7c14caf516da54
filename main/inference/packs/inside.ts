import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { CortadoError } from '../../../core/errors.ts'

/**
 * The real path of a file that a pack names. Throws `PACK_CORRUPT` where the file is missing and `PACK_INVALID` where a
 * link leads out of the pack.
 */
export async function insidePack(folder: string, path: string): Promise<string> {
  let root: string
  let real: string
  try {
    root = await realpath(folder)
    real = await realpath(join(folder, path))
  } catch (cause) {
    throw new CortadoError('PACK_CORRUPT', `The model pack in "${folder}" lacks "${path}". Copy the pack again.`, {
      cause,
    })
  }
  if (!real.startsWith(root + sep)) {
    throw new CortadoError(
      'PACK_INVALID',
      `"${path}" leads out of the model pack in "${folder}". A pack must hold all of its files itself; do not use this one.`,
    )
  }
  return real
}

import { readPackText } from '../packs/read-pack.ts'
import { type PackFolder } from '../packs/pack-folder.ts'
import { readGolden, type Golden } from './form.ts'

const LIMIT = 256 * 1024 * 1024

/** The golden file that a pack brings; null where it brings none. Throws what `readPackText` and `readGolden` throw. */
export async function goldenOf({ path, manifest }: PackFolder): Promise<Golden | null> {
  if (manifest.golden === undefined) return null
  return readGolden(JSON.parse(await readPackText(path, manifest.golden.file, LIMIT)))
}

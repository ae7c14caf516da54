import { readEvaluation, type PackEvaluation } from '../../../core/generation/evaluation.ts'
import { CortadoError } from '../../../core/errors.ts'
import { readPackText } from './read-pack.ts'
import { type AnyPackFolder } from './pack-folder.ts'

const EVALUATION = 'evaluation.json'
const LIMIT = 256 * 1024

/** What a pack says was measured of it; null where it lists no evaluation, or one that cannot be read. */
export async function packEvaluation(pack: AnyPackFolder): Promise<PackEvaluation | null> {
  if (!pack.manifest.files.some((file) => file.path === EVALUATION)) return null
  try {
    return readEvaluation(await readPackText(pack.path, EVALUATION, LIMIT))
  } catch (error) {
    // "verify" names a listed file that is missing; the list of packs goes on without it.
    if (error instanceof CortadoError) return null
    throw error
  }
}

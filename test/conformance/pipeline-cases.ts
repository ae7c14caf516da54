import { checkGolden, readGolden } from '../../main/inference/golden/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { ensureVerified } from '../../main/inference/packs/verify-pack.ts'
import type { CaseResult } from './comparison.ts'

/**
 * Runs a pack on the CPU as its golden file says: one case for each text and each run. Throws what `readPack`,
 * `ensureVerified`, `readGolden` and `checkGolden` throw.
 */
export async function pipelineResults(packPath: string, file: unknown): Promise<CaseResult[]> {
  const golden = readGolden(file)
  const pack = await readPack(packPath)
  await ensureVerified(pack)
  return (await checkGolden(pack, golden, 'cpu')).map(({ name, wrong, worst }) => ({
    outcome: wrong.length === 0 ? 'passed' : 'failed',
    worst,
    note: wrong.length === 0 ? '' : `${name}: ${wrong.join(', ')}`,
  }))
}

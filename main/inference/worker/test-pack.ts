import { CortadoError } from '../../../core/errors.ts'
import type { SelfTest } from '../../../core/generation/self-test.ts'
import { checkGolden, readGolden } from '../golden/index.ts'
import { readPack, readPackText } from '../packs/read-pack.ts'

/** Runs a pack's own golden file on the processor. What keeps it from running is a failure in words too. */
export async function testPack(path: string): Promise<SelfTest> {
  try {
    const pack = await readPack(path)
    const file = pack.manifest.golden?.file
    if (file === undefined) throw new CortadoError('PACK_INVALID', 'It names no golden file.')
    const results = await checkGolden(pack, readGolden(JSON.parse(await readPackText(path, file))), 'cpu')
    const wrong = results.flatMap(({ name, wrong }) => wrong.map((words) => `${name}: ${words}`))
    const worst = Math.max(...results.map((result) => result.worst))
    return { ...verdict(wrong), worst: Number.isFinite(worst) ? worst : null }
  } catch (error) {
    return { ...verdict([error instanceof Error ? error.message : String(error)]), worst: null }
  }
}

function verdict(wrong: string[]): Pick<SelfTest, 'state' | 'wrong' | 'at'> {
  return { state: wrong.length === 0 ? 'passed' : 'failed', wrong: wrong.slice(0, 20), at: Date.now() }
}

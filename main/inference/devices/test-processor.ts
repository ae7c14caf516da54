import type { DeviceFinding } from '../../../core/generation/device-check.ts'
import { deviceId } from '../../../core/generation/device.ts'
import { checkGolden, goldenOf, requestOf, stepsIn, type GoldenResult } from '../golden/index.ts'
import { readAnyPack } from '../packs/read-pack.ts'
import { isRefinerFolder, type AnyPackFolder, type PackFolder } from '../packs/pack-folder.ts'
import { ensureVerified } from '../packs/verify-pack.ts'
import { failedFinding, type OnStep } from './finding.ts'
import { planTrial } from './trial.ts'

/** The processor as such, however many workers share it: what other devices are held against. */
export const PROCESSOR = deviceId('cpu', 0)

/** Of what is wrong, as much as fits into a sentence. */
const MOST_WORDS = 3

/**
 * Runs a pack's whole golden file on the processor: ids, embeddings, latents after each step, frames. A pack without one
 * makes its trial clip, which only has to come to an end in numbers. What keeps it from running is a finding too.
 */
export async function testProcessor(packPath: string, onStep: OnStep): Promise<DeviceFinding> {
  try {
    const pack = await readAnyPack(packPath)
    await ensureVerified(pack)
    const golden = isRefinerFolder(pack) ? null : await goldenOf(pack as PackFolder)
    if (golden === null) return await unheld(pack, onStep)
    const total = golden.runs.reduce((sum, run) => sum + stepsIn(requestOf(run)), 0)
    let done = 0
    return heldAgainst(await checkGolden(pack as PackFolder, golden, 'cpu', () => onStep(++done, total)))
  } catch (error) {
    return failedFinding(PROCESSOR, error instanceof Error ? error.message : String(error))
  }
}

function heldAgainst(results: readonly GoldenResult[]): DeviceFinding {
  const wrong = results.flatMap(({ name, wrong: words }) => words.map((one) => `${name}: ${one}`))
  const frames = results.flatMap((result) => (result.frames === null ? [] : [result.frames]))
  const most = (values: readonly number[]): number | null => {
    const largest = Math.max(...values)
    return Number.isFinite(largest) ? largest : null
  }
  const worst = most(frames.map((one) => one.worst))
  const ms = most(results.flatMap(({ stepMs }) => (stepMs === null ? [] : [-stepMs])))
  const fine = worst === 0 || worst === null ? '' : `, within ${Number(worst.toFixed(1))} of 255`
  return {
    device: PROCESSOR,
    state: wrong.length === 0 ? 'fine' : 'wrong',
    words:
      wrong.length === 0
        ? `Its test clip came out as its makers say${fine}.`
        : `Its test clip did not come out as its makers say: ${wrong.slice(0, MOST_WORDS).join('; ')}. It can be used, but its takes may be wrong.`,
    against: 'golden',
    rms: most(frames.map((one) => one.rms)),
    worst,
    deviceMs: ms === null ? null : -ms,
    cpuMs: ms === null ? null : -ms,
    checkedAt: Date.now(),
  }
}

async function unheld(pack: AnyPackFolder, onStep: OnStep): Promise<DeviceFinding> {
  const plan = await planTrial(pack)
  let done = 0
  const { finite, stepMs } = await plan.run('cpu', false, () => onStep(++done, plan.steps))
  const ms = Number.isFinite(stepMs) ? stepMs : null
  return {
    device: PROCESSOR,
    state: finite ? 'fine' : 'wrong',
    words: finite
      ? 'It runs; it brings no golden file that its frames could be held against.'
      : 'It makes numbers that are none. It can be used, but its takes may be wrong.',
    against: null,
    rms: null,
    worst: null,
    deviceMs: ms,
    cpuMs: ms,
    checkedAt: Date.now(),
  }
}

import type { DeviceFinding } from '../../../core/generation/device-check.ts'
import { providerOf, type DeviceId } from '../../../core/generation/device.ts'
import { errorCode } from '../../../core/errors.ts'
import { pixelDifference } from '../golden/index.ts'
import { readAnyPack } from '../packs/read-pack.ts'
import { ensureVerified } from '../packs/verify-pack.ts'
import { failedFinding, type OnStep } from './finding.ts'
import { PROCESSOR, testProcessor } from './test-processor.ts'
import { planTrial, type Trial, type TrialPlan } from './trial.ts'

/** Root mean square of the frames' difference, in levels of 255, up to which a device counts as right. */
const RIGHT_LEVELS = 2

/**
 * Runs the self-test of a pack on a device, and says what came of it: the processor is held against the pack's golden file,
 * another device against its cheapest run, or against the processor. A driver may end the process, so this belongs into a
 * worker that may be lost. Throws what reading the pack throws, except for the processor, where that is a finding.
 */
export async function selfTest(
  packPath: string,
  device: DeviceId,
  onStep: OnStep = () => undefined,
): Promise<DeviceFinding> {
  if (device === PROCESSOR) return testProcessor(packPath, onStep)
  const pack = await readAnyPack(packPath)
  await ensureVerified(pack)
  const plan = await planTrial(pack)
  const isHeld = plan.expected !== null
  const total = plan.steps + (isHeld ? plan.timedSteps : plan.steps)
  let done = 0
  const step = (): void => onStep(++done, total)
  let there: Trial
  try {
    there = await plan.run({ provider: providerOf(device), device }, false, step)
  } catch (error) {
    // Of the pack's own faults the device is not guilty.
    if (errorCode(error) === 'PACK_INVALID' || errorCode(error) === 'PACK_CORRUPT') throw error
    return failedFinding(device, error instanceof Error ? error.message : String(error))
  }
  const here = await plan.run('cpu', isHeld, step)
  return judge(device, plan, there, here)
}

function judge(device: DeviceId, plan: TrialPlan, there: Trial, here: Trial): DeviceFinding {
  const { levels, every } = plan.expected ?? { levels: here.levels, every: 1 }
  const { rms, worst } = pixelDifference(there.levels, levels, every)
  const right = there.finite && rms <= RIGHT_LEVELS
  const slower = there.stepMs > here.stepMs
  const measured = Number.isFinite(rms) ? { rms, worst } : { rms: null, worst: null }
  const times = { deviceMs: known(there.stepMs), cpuMs: known(here.stepMs) }
  return {
    device,
    state: right ? (slower ? 'slower' : 'fine') : 'wrong',
    words: right ? speedWords(there.stepMs, here.stepMs, worst) : wrongWords(there.finite && Number.isFinite(rms), rms),
    against: plan.expected === null ? 'cpu' : 'golden',
    ...measured,
    ...times,
    checkedAt: Date.now(),
  }
}

function speedWords(there: number, here: number, worst: number): string {
  const right = worst === 0 ? 'The same frames as on the CPU' : `Frames within ${Number(worst.toFixed(1))} of 255`
  if (!Number.isFinite(there) || !Number.isFinite(here)) return `${right}; its speed was not measured.`
  const times = there > here ? there / here : here / there
  const factor = times < 10 ? times.toFixed(1) : Math.round(times)
  return there > here
    ? `${right}, but ${factor} times slower than the CPU, so it is not chosen by itself.`
    : `${right}, ${factor} times as fast as the CPU.`
}

function wrongWords(finite: boolean, rms: number): string {
  const what = finite ? `frames that are off by ${rms.toFixed(1)} of 255 on average` : 'numbers that are none'
  return `It makes ${what}, so it is not chosen. Update its driver and test again.`
}

function known(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null
}

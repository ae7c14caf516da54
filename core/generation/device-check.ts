import { z } from 'zod'
import { DeviceId, providerOf } from './device.ts'

/**
 * What came of a pack's self-test on one device: on the processor (`cpu:0`) its whole golden file, elsewhere the first steps of
 * a small clip, beside the processor's.
 */
export const DeviceCheck = z.object({
  device: DeviceId,
  /** `slower` than the processor, `wrong` numbers, or `failed` to run at all. */
  state: z.enum(['fine', 'slower', 'wrong', 'failed']),
  /** One plain sentence: what was found, and why the device is not chosen where it is not. */
  words: z.string(),
  /** What it was held against: the pack's own golden, or the same clip on the processor. Null where it failed before, or where the processor has no golden to be held against. */
  against: z.enum(['golden', 'cpu']).nullable(),
  /** Root mean square and largest difference of the frames, in levels of 255; null where none came. */
  rms: z.number().nullable(),
  worst: z.number().nullable(),
  /** Milliseconds of one step, the warm-up aside; null where none was finished. */
  deviceMs: z.number().nullable(),
  cpuMs: z.number().nullable(),
  /** Milliseconds since 1970. */
  checkedAt: z.number(),
  /** The user has said to use it whatever came of the test. */
  useAnyway: z.boolean(),
})
export type DeviceCheck = z.infer<typeof DeviceCheck>

/** What a pack's self-test found on the processor, where no other device can take the blame; undefined where it was not run. */
export function processorCheck(checks: readonly DeviceCheck[]): DeviceCheck | undefined {
  return checks.find(({ device }) => providerOf(device) === 'cpu')
}

/** What is measured by the one who runs the test. */
export type DeviceFinding = Omit<DeviceCheck, 'useAnyway'>

/** Whether jobs that leave the device open may use it. */
export function isChosen({ state, useAnyway }: Pick<DeviceCheck, 'state' | 'useAnyway'>): boolean {
  return state === 'fine' || useAnyway
}

/** Whether a job that asks for the device may have it: slow is the user's own choice, wrong is not. */
export function mayBeUsed(check: Pick<DeviceCheck, 'state' | 'useAnyway'>): boolean {
  return check.state === 'slower' || isChosen(check)
}

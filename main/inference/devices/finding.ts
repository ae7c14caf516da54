import type { DeviceFinding } from '../../../core/generation/device-check.ts'
import type { DeviceId } from '../../../core/generation/device.ts'

/** Called after every step of a self-test; `total` is how many there will be, as far as is known. */
export type OnStep = (done: number, total: number) => void

/** A device on which the self-test came to no end. */
export function failedFinding(device: DeviceId, reason: string): DeviceFinding {
  const nothing = { against: null, rms: null, worst: null, deviceMs: null, cpuMs: null }
  return { device, state: 'failed', words: `It cannot run this pack: ${reason}`, ...nothing, checkedAt: Date.now() }
}

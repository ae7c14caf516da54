import { providerOf, type DeviceId } from '../../../core/generation/device.ts'
import { createSession } from './session.ts'
import { float32 } from './tensors.ts'

/** An 80-byte graph: y = x · x for a 2 × 2 matrix. */
const PROBE_MODEL =
  'CAgSADpEChEKAXgKAXgSAXkiBk1hdE11bBIFcHJvYmVaEwoBeBIOCgwIARIICgIIAgoCCAJiEwoBeRIOCgwIARIICgIIAgoCCAJCBAoAEA0='
const EXPECTED = [7, 10, 15, 22]

/**
 * Opens a session on a device and multiplies a matrix. Gives "" when that worked, else why not. A broken driver can
 * end the process instead, so this runs in a child that may be lost.
 */
export async function probeSession(device: DeviceId): Promise<string> {
  try {
    const session = await createSession(Buffer.from(PROBE_MODEL, 'base64'), { provider: providerOf(device), device })
    try {
      const { y } = await session.run({ x: float32(Float32Array.of(1, 2, 3, 4), [2, 2]) })
      const numbers = y === undefined ? [] : Array.from(y.data as Float32Array)
      const right =
        numbers.length === 4 && numbers.every((value, i) => Math.abs(value - (EXPECTED[i] as number)) < 1e-3)
      return right ? '' : 'It gives wrong numbers. Update the driver of the device.'
    } finally {
      await session.release()
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

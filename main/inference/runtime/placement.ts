import { availableParallelism } from 'node:os'
import type { InferenceSession } from 'onnxruntime-node'
import { deviceIndex, type DeviceId } from '../../../core/generation/device.ts'
import type { Provider } from '../../../core/generation/recipe.ts'

/** Where a graph runs. */
export interface Placement {
  provider: Provider
  /** One of the provider's devices; its first where left out. */
  device?: DeviceId | undefined
  /** Threads in each operation of the processor; one for each core where left out. */
  threads?: number | undefined
}

/** A provider alone: its first device, with all cores. */
export type Where = Provider | Placement

export function placed(where: Where): Placement {
  return typeof where === 'string' ? { provider: where } : where
}

/** True where a graph that was opened at one place would give the same numbers at the other. */
export function samePlace(a: Where, b: Where): boolean {
  const [one, other] = [placed(a), placed(b)]
  return one.provider === other.provider && one.device === other.device && one.threads === other.threads
}

/** What the runtime is told of a place. */
export function placeOptions({
  provider,
  device,
  threads,
}: Placement): Pick<InferenceSession.SessionOptions, 'executionProviders' | 'intraOpNumThreads'> {
  const index = device === undefined ? 0 : deviceIndex(device)
  const numbered = provider === 'cuda' || provider === 'dml'
  return {
    executionProviders: [numbered ? { name: provider, deviceId: index } : provider],
    intraOpNumThreads: threads ?? availableParallelism(),
  }
}

import { availableParallelism } from 'node:os'
import type { Device } from '../../../core/contract/system.ts'
import { deviceId, type DeviceId } from '../../../core/generation/device.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import type { SpawnWorker } from '../worker/worker-process.ts'
import { askWorker } from '../worker/ask-worker.ts'
import { hardwareOf, hardwareName } from './hardware.ts'

const PROBE_TIMEOUT_MS = 30_000
/** More devices of one provider than any machine has. */
const MOST = 16

/** Every provider that the runtime has for a platform, the likeliest to be fast first. The processor always works. */
const CANDIDATES: Partial<Record<NodeJS.Platform, readonly Exclude<Provider, 'cpu'>[]>> = {
  linux: ['cuda', 'webgpu'],
  win32: ['dml', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
}
/** Providers that have a device for each card; the others choose one themselves. */
const NUMBERED: ReadonlySet<Provider> = new Set(['cuda', 'dml'])

/** What was found: the devices, and which version of the runtime found them. */
export interface Probed {
  devices: Device[]
  runtime: string
}

/**
 * Opens a tiny session on every device that this platform could have, each in a worker of its own, because a broken
 * driver may end the process. The reason of each refusal is kept.
 */
export async function probeDevices(spawn: SpawnWorker): Promise<Probed> {
  const [processor, ...others] = await Promise.all([
    probe(spawn, deviceId('cpu', 0)),
    ...(CANDIDATES[process.platform] ?? []).map((provider) => probeAll(spawn, provider)),
  ])
  return { devices: [processor.device, ...others.flat()], runtime: processor.runtime }
}

/** The devices of a provider: those that open, or the first one with the reason why it does not. */
async function probeAll(spawn: SpawnWorker, provider: Provider): Promise<Device[]> {
  const found: Device[] = []
  for (let index = 0; index < MOST; index++) {
    const { device } = await probe(spawn, deviceId(provider, index))
    if (device.available || index === 0) found.push(device)
    if (!device.available || !NUMBERED.has(provider)) break
  }
  return found
}

async function probe(spawn: SpawnWorker, id: DeviceId): Promise<{ device: Device; runtime: string }> {
  const answer = await askWorker(spawn, { type: 'probe', device: id }, 'probed', { timeoutMs: PROBE_TIMEOUT_MS })
  const reason = answer.lost ?? answer.message.reason
  const provider = id.split(':')[0] as Provider
  const hardware = reason === '' ? await hardwareOf(id) : ''
  return {
    device: { id, provider, available: reason === '', reason, hardware, label: label(id, provider, hardware) },
    runtime: answer.message?.runtime ?? '',
  }
}

function label(id: DeviceId, provider: Provider, hardware: string): string {
  if (provider === 'cpu') return `CPU · ${availableParallelism()} cores`
  const name = { webgpu: 'GPU · WebGPU', cuda: 'GPU · CUDA', dml: 'GPU · DirectML', coreml: 'Core ML' }[provider]
  const card = hardwareName(hardware)
  return `${name}${card === '' ? '' : ` · ${card}`}${id.endsWith(':0') ? '' : ` (${id})`}`
}

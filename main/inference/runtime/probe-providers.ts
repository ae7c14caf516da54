import { availableParallelism } from 'node:os'
import type { Device } from '../../../core/contract/system.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import { FromWorker } from '../worker/protocol.ts'
import type { SpawnWorker } from '../worker/worker-process.ts'

const PROBE_TIMEOUT_MS = 30_000

const CANDIDATES: Partial<Record<NodeJS.Platform, Provider[]>> = {
  linux: ['cpu', 'cuda', 'webgpu'],
  win32: ['cpu', 'cuda', 'dml', 'webgpu'],
  darwin: ['cpu', 'coreml', 'webgpu'],
}

/**
 * Opens a tiny session on every provider that this platform could have, each in a worker of its own, because a broken
 * driver may end the process. Takes a second or two.
 */
export async function probeProviders(spawn: SpawnWorker): Promise<Device[]> {
  const devices: Device[] = []
  for (const provider of CANDIDATES[process.platform] ?? ['cpu']) {
    const reason = await probe(spawn, provider)
    devices.push({ provider, available: reason === '', reason, label: label(provider) })
  }
  return devices
}

function probe(spawn: SpawnWorker, provider: Provider): Promise<string> {
  return new Promise((resolve) => {
    const worker = spawn()
    const timer = setTimeout(() => end('It did not answer in time.'), PROBE_TIMEOUT_MS)
    const end = (reason: string): void => {
      clearTimeout(timer)
      worker.kill()
      resolve(reason)
    }
    worker.onExit((reason) => end(`Its driver ended the program (${reason.split('\n')[0] ?? ''}).`))
    worker.onMessage((message) => {
      const parsed = FromWorker.safeParse(message)
      if (parsed.data?.type === 'probed') end(parsed.data.reason)
    })
    worker.send({ type: 'probe', provider })
  })
}

function label(provider: Provider): string {
  if (provider === 'cpu') return `CPU · ${availableParallelism()} cores`
  return { webgpu: 'GPU · WebGPU', cuda: 'GPU · CUDA', dml: 'GPU · DirectML', coreml: 'Core ML' }[provider]
}

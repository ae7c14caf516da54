import { CortadoError } from '../../../core/errors.ts'
import type { DeviceId } from '../../../core/generation/device.ts'
import type { RefineStep } from '../../../core/generation/recipe.ts'
import { readRefiner } from '../packs/read-pack.ts'
import { ensureVerified } from '../packs/verify-pack.ts'
import { openNetwork, type Network } from '../refine/network.ts'
import type { RefineTask } from './protocol.ts'

/** Keeps the networks of the last task open for the next one. */
export class RefinerSession {
  readonly #networks = new Map<string, Network>()

  /** The networks of some steps, in their order. Throws what `readRefiner`, `ensureVerified` and `openNetwork` throw. */
  async open({ steps, packPaths, device }: Pick<RefineTask, 'steps' | 'packPaths' | 'device'>): Promise<Network[]> {
    const wanted = new Set(steps.map((step) => key(step, device)))
    for (const [name, network] of this.#networks) {
      if (wanted.has(name)) continue
      this.#networks.delete(name)
      await network.release()
    }
    const networks: Network[] = []
    for (const [index, step] of steps.entries()) {
      const pack = await readRefiner(packPaths[index] ?? '')
      if (pack.sha256 !== step.pack.sha256 || !pack.manifest.tasks.some((task) => task === step.operation)) {
        throw new CortadoError(
          'PACK_UNKNOWN',
          `The job was planned with another version of the model pack "${step.pack.id}" than the one in "${pack.path}" ` +
            `(${pack.manifest.version}). Install that version, or refine the take anew.`,
        )
      }
      await ensureVerified(pack)
      const network = this.#networks.get(key(step, device)) ?? (await openNetwork(pack, { ...step, device }))
      this.#networks.set(key(step, device), network)
      networks.push(network)
    }
    return networks
  }

  async release(): Promise<void> {
    const open = [...this.#networks.values()]
    this.#networks.clear()
    for (const network of open) await network.release()
  }
}

function key({ pack, provider, threads }: RefineStep, device: DeviceId | undefined): string {
  return `${pack.sha256} ${provider} ${device} ${threads}`
}

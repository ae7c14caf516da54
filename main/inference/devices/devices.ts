import { availableParallelism } from 'node:os'
import type { Device } from '../../../core/contract/system.ts'
import { CortadoError } from '../../../core/errors.ts'
import { isChosen, mayBeUsed, type DeviceCheck } from '../../../core/generation/device-check.ts'
import { deviceId, pinned, providerOf, type DeviceId, type DeviceWish } from '../../../core/generation/device.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import type { AnyPackFolder } from '../packs/read-pack.ts'
import type { SpawnWorker } from '../worker/worker-process.ts'
import { askWorker } from '../worker/ask-worker.ts'
import { DeviceBook, type TestedDevice } from './device-book.ts'
import { probeDevices, type Probed } from './probe-devices.ts'
import { failedFinding } from './self-test.ts'

/** A large pack without a golden runs on the processor too. */
const CHECK_TIMEOUT_MS = 3_600_000

export interface DevicesOptions {
  spawn: SpawnWorker
  /** Where findings and settings are kept; memory only where null. */
  file: string | null
  /** Wins over what the file says. */
  cpuWorkers?: number | undefined
}

/** Where a job goes. Without `device`, any of the provider's that passed. */
export interface Choice {
  provider: Provider
  device?: DeviceId
  threads?: number
}

/** The devices of this machine, what each pack's self-test found on them, and which one a job is given. */
export class Devices {
  readonly #spawn: SpawnWorker
  readonly #book: DeviceBook
  readonly #fixedWorkers: number | undefined
  readonly #running = new Map<string, Promise<DeviceCheck>>()
  #probing: Promise<Probed> | null = null
  #probed: Probed | null = null

  constructor({ spawn, file, cpuWorkers }: DevicesOptions) {
    this.#spawn = spawn
    this.#book = new DeviceBook(file)
    this.#fixedWorkers = cpuWorkers
  }

  /** Measured once; with `refresh` anew, after a driver was installed. */
  async list(refresh = false): Promise<Device[]> {
    const { devices } = await this.#probe(refresh)
    return devices.flatMap((device) => (device.provider === 'cpu' ? this.#processors(device) : [device]))
  }

  get cpuWorkers(): number {
    return this.#fixedWorkers ?? this.#book.cpuWorkers
  }

  setCpuWorkers(count: number): Promise<void> {
    return this.#book.setCpuWorkers(count)
  }

  /** Threads that each operation gets where the processor does the work: its workers share the cores. */
  threads(provider: Provider): number | undefined {
    if (provider !== 'cpu') return undefined
    return Math.max(1, Math.floor(availableParallelism() / this.cpuWorkers))
  }

  /** Where a job can run at all; devices on which one of its packs failed are left out unless one is asked for by name. */
  places(provider: Provider, device: DeviceId | undefined, packs: readonly string[]): readonly DeviceId[] {
    if (device !== undefined) return [device]
    if (provider === 'cpu') return Array.from({ length: this.cpuWorkers }, (_, index) => deviceId('cpu', index))
    const found = (this.#probed?.devices ?? []).filter((one) => one.provider === provider && one.available)
    const passed = found.filter((one) => packs.every((pack) => this.#passes(pack, one)))
    const ids = (passed.length > 0 ? passed : found).map(({ id }) => id)
    return ids.length > 0 ? ids : [deviceId(provider, 0)]
  }

  /** Other devices that give the same numbers as this one: workers of the processor, or cards of one name and driver. */
  alike(device: DeviceId, packs: readonly string[]): readonly DeviceId[] {
    const provider = providerOf(device)
    // Of the others, what is known of the hardware is not known by card.
    if (provider !== 'cpu' && provider !== 'cuda') return []
    const hardware = (id: DeviceId) => this.#probed?.devices.find((one) => one.id === id)?.hardware ?? ''
    const others = this.places(provider, undefined, packs).filter((id) => id !== device)
    if (provider === 'cpu') return others
    return others.filter((id) => hardware(id) !== '' && hardware(id) === hardware(device))
  }

  /** The last thing that was found of a pack on each device. */
  checks(pack: string): DeviceCheck[] {
    return this.#book.findings(pack)
  }

  /** Runs the self-test of a pack anew, on one device or on all that are here. Throws `DEVICE_UNAVAILABLE`. */
  async check(pack: AnyPackFolder, wish?: DeviceWish): Promise<DeviceCheck[]> {
    const devices = await this.#tested()
    const wanted = wish === undefined ? devices : devices.filter((device) => fits(device.id, wish))
    if (wish !== undefined && wanted.length === 0) throw await this.#refusal(wish)
    const found: DeviceCheck[] = []
    for (const device of wanted) found.push(await this.#run(pack, device))
    return found
  }

  /** Has a provider used with a pack whatever came of the test, or no longer. */
  useAnyway(pack: string, provider: Provider, use: boolean): Promise<void> {
    return this.#book.overrule(pack, provider, use)
  }

  /**
   * The device for a job that needs these packs. What was wished is given where it is here and not known to be wrong;
   * without a wish, the first provider on which every pack is right and faster than on the processor. A device that a pack
   * has not been tried on is tried now, or passed over where `measure` is false. Throws `DEVICE_UNAVAILABLE`.
   */
  async choose(packs: readonly AnyPackFolder[], wish: DeviceWish | undefined, measure: boolean): Promise<Choice> {
    if (wish !== undefined) return this.#wished(packs, wish, measure)
    for (const provider of new Set((await this.#tested()).map(({ id }) => providerOf(id)))) {
      const checks = await this.#checksOf(packs, provider, measure)
      if (checks.some((device) => device.every((check) => check !== null && isChosen(check)))) return { provider }
    }
    return this.#processor()
  }

  async #wished(packs: readonly AnyPackFolder[], wish: DeviceWish, measure: boolean): Promise<Choice> {
    const provider = providerOf(wish)
    if (provider === 'cpu') return this.#processor(wish)
    if (!(await this.#tested()).some(({ id }) => fits(id, wish))) throw await this.#refusal(wish)
    const checks = await this.#checksOf(packs, wish, measure)
    if (!checks.some((device) => device.every((check) => check === null || mayBeUsed(check)))) {
      const bad = checks.flat().find((check) => check !== null && !mayBeUsed(check))
      throw new CortadoError(
        'DEVICE_UNAVAILABLE',
        `The device "${wish}" did not pass the self-test of this pack. ${bad?.words ?? ''} To use it all the same: ` +
          `devices use ${packs[0]?.manifest.id ?? 'PACK'} ${provider}.`,
      )
    }
    const device = pinned(wish)
    return device === undefined ? { provider } : { provider, device }
  }

  #processor(wish: DeviceWish = 'cpu'): Choice {
    const device = pinned(wish)
    if (device !== undefined && !this.places('cpu', undefined, []).includes(device)) {
      throw new CortadoError(
        'DEVICE_UNAVAILABLE',
        `There is no "${device}": the workers of the processor are ${this.places('cpu', undefined, []).join(', ')}. Set more with "devices workers N".`,
      )
    }
    const threads = this.threads('cpu')
    return { provider: 'cpu', ...(device && { device }), ...(threads !== undefined && { threads }) }
  }

  /** For each fitting device what each pack's test found on it; null where it was not run. */
  async #checksOf(
    packs: readonly AnyPackFolder[],
    wish: DeviceWish,
    measure: boolean,
  ): Promise<(DeviceCheck | null)[][]> {
    const all: (DeviceCheck | null)[][] = []
    for (const device of (await this.#tested()).filter(({ id }) => fits(id, wish))) {
      const checks: (DeviceCheck | null)[] = []
      for (const pack of packs) {
        const known = this.#book.finding(pack.sha256, device)
        checks.push(known ?? (measure ? await this.#run(pack, device) : null))
      }
      all.push(checks)
    }
    return all
  }

  /** The devices that can be tested: all that are here but the processor, which is what they are held against. */
  async #tested(): Promise<TestedDevice[]> {
    const { devices, runtime } = await this.#probe()
    return devices
      .filter(({ available, provider }) => available && provider !== 'cpu')
      .map((one) => ({ ...one, runtime }))
  }

  #run(pack: AnyPackFolder, device: TestedDevice): Promise<DeviceCheck> {
    const key = `${pack.sha256} ${device.id}`
    const running = this.#running.get(key) ?? this.#measure(pack, device).finally(() => this.#running.delete(key))
    this.#running.set(key, running)
    return running
  }

  async #measure(pack: AnyPackFolder, device: TestedDevice): Promise<DeviceCheck> {
    const question = { type: 'check', packPath: pack.path, device: device.id } as const
    const { message, lost } = await askWorker(this.#spawn, question, 'checked', { timeoutMs: CHECK_TIMEOUT_MS })
    if (message?.problem) throw new CortadoError(message.problem.code, message.problem.message)
    const finding = message?.finding ?? failedFinding(device.id, lost ?? 'it gave no reason.')
    await this.#book.record(pack.sha256, device, finding)
    return { ...finding, useAnyway: this.#book.overruled(pack.sha256, device.id) }
  }

  #passes(pack: string, device: Device): boolean {
    const check = this.#book.finding(pack, { ...device, runtime: this.#probed?.runtime ?? '' })
    return check === undefined || mayBeUsed(check)
  }

  async #refusal(wish: DeviceWish): Promise<CortadoError> {
    const device = (await this.#probe()).devices.find(({ id, available }) => !available && fits(id, wish))
    const reason = device?.reason ?? `The device "${wish}" is none of this system. Choose another; "cpu" always works.`
    return new CortadoError('DEVICE_UNAVAILABLE', reason)
  }

  /** `cpu:0` and so on: as many as there are workers. */
  #processors(device: Device): Device[] {
    const { cpuWorkers } = this
    if (cpuWorkers === 1) return [device]
    const threads = this.threads('cpu') ?? 1
    return Array.from({ length: cpuWorkers }, (_, index) => ({
      ...device,
      id: deviceId('cpu', index),
      label: `CPU · worker ${index + 1} of ${cpuWorkers} · ${threads} ${threads === 1 ? 'core' : 'cores'}`,
    }))
  }

  async #probe(refresh = false): Promise<Probed> {
    if (this.#probing === null || refresh) this.#probing = probeDevices(this.#spawn)
    this.#probed = await this.#probing
    return this.#probed
  }
}

function fits(device: DeviceId, wish: DeviceWish): boolean {
  return wish === device || wish === providerOf(device)
}

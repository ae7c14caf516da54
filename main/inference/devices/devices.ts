import { availableParallelism } from 'node:os'
import type { Device } from '../../../core/contract/system.ts'
import { CortadoError } from '../../../core/errors.ts'
import { isChosen, mayBeUsed, type DeviceCheck } from '../../../core/generation/device-check.ts'
import { deviceId, pinned, providerOf, type DeviceId, type DeviceWish } from '../../../core/generation/device.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import type { AnyPackFolder } from '../packs/pack-folder.ts'
import type { SpawnWorker } from '../worker/worker-process.ts'
import { askWorker } from '../worker/ask-worker.ts'
import { DeviceBook, type TestedDevice } from './device-book.ts'
import { probeDevices, type Probed } from './probe-devices.ts'
import { failedFinding, type OnStep } from './finding.ts'
import { PROCESSOR } from './test-processor.ts'

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
  /** Devices that a pack has yet to be tried on, the first to try first. As long as there are any, the choice is a guess. */
  untried: readonly DeviceId[]
}

/** What a self-test that takes minutes needs. */
export interface TryHooks {
  onStep?: OnStep | undefined
  /** Ends the test, and with it the process that runs it. */
  signal?: AbortSignal | undefined
}

/** The devices of this machine, what each pack's self-test found on them, and which one a job is given. */
export class Devices {
  readonly #spawn: SpawnWorker
  readonly #book: DeviceBook
  readonly #fixedWorkers: number | undefined
  /** Null where a test was stopped. */
  readonly #running = new Map<string, Promise<DeviceCheck | null>>()
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

  /**
   * Runs the self-test of a pack anew, on one device or on all that are here; the processor comes last, and only by name
   * where the pack brings nothing that it could be held against. Throws `DEVICE_UNAVAILABLE`.
   */
  async check(pack: AnyPackFolder, wish?: DeviceWish): Promise<DeviceCheck[]> {
    const isHeld = 'golden' in pack.manifest && pack.manifest.golden !== undefined
    const devices = [
      ...(await this.#others()),
      ...(isHeld || wish !== undefined ? [await this.#processorTested()] : []),
    ]
    const wanted = wish === undefined ? devices : devices.filter((device) => fits(device.id, wish))
    if (wish !== undefined && wanted.length === 0) throw await this.#refusal(wish)
    const found: DeviceCheck[] = []
    for (const device of wanted) found.push(await this.#run(pack, device))
    return found
  }

  /** Runs the self-test of packs on a device that they were not tried on. Throws `DEVICE_UNAVAILABLE`, or the signal's reason. */
  async try(packs: readonly AnyPackFolder[], id: DeviceId, hooks: TryHooks = {}): Promise<void> {
    const device = [...(await this.#others()), await this.#processorTested()].find((one) => one.id === id)
    if (device === undefined) throw await this.#refusal(id)
    for (const pack of packs) {
      if (this.#book.finding(pack.sha256, device) === undefined) await this.#run(pack, device, hooks)
    }
  }

  /** Has a provider used with a pack whatever came of the test, or no longer. */
  useAnyway(pack: string, provider: Provider, use: boolean): Promise<void> {
    return this.#book.overrule(pack, provider, use)
  }

  /**
   * The device for a job that needs these packs, by what is known now. What was wished is given where it is here and not
   * known to be wrong; without a wish, the first provider on which every pack is right and faster than on the processor.
   * Devices that could turn out better, or wrong, are named as `untried`. Throws `DEVICE_UNAVAILABLE`.
   */
  async choose(packs: readonly AnyPackFolder[], wish: DeviceWish | undefined): Promise<Choice> {
    if (wish !== undefined) return this.#wished(packs, wish)
    for (const provider of new Set((await this.#others()).map(({ id }) => providerOf(id)))) {
      const known = await this.#known(packs, provider)
      const able = known.filter(({ checks }) => checks.every((check) => check === null || isChosen(check)))
      const untried = untriedOf(able)
      if (untried.length > 0) return { ...this.#processor(), untried }
      if (able.length > 0) return { provider, untried }
    }
    return this.#processor()
  }

  async #wished(packs: readonly AnyPackFolder[], wish: DeviceWish): Promise<Choice> {
    const provider = providerOf(wish)
    if (provider === 'cpu') return this.#processor(wish)
    if (!(await this.#others()).some(({ id }) => fits(id, wish))) throw await this.#refusal(wish)
    const known = await this.#known(packs, wish)
    const able = known.filter(({ checks }) => checks.every((check) => check === null || mayBeUsed(check)))
    if (able.length === 0) {
      const bad = known.flatMap(({ checks }) => checks).find((check) => check !== null && !mayBeUsed(check))
      throw new CortadoError(
        'DEVICE_UNAVAILABLE',
        `The device "${wish}" did not pass the self-test of this pack. ${bad?.words ?? ''} To use it all the same: ` +
          `devices use ${packs[0]?.manifest.id ?? 'PACK'} ${provider}.`,
      )
    }
    const device = pinned(wish)
    return { provider, ...(device && { device }), untried: untriedOf(able) }
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
    return { provider: 'cpu', ...(device && { device }), ...(threads !== undefined && { threads }), untried: [] }
  }

  /** By the devices that fit the wish. */
  async #known(packs: readonly AnyPackFolder[], wish: DeviceWish): Promise<Known[]> {
    return (await this.#others())
      .filter(({ id }) => fits(id, wish))
      .map((device) => ({
        id: device.id,
        checks: packs.map((pack) => this.#book.finding(pack.sha256, device) ?? null),
      }))
  }

  /** The devices that are held against the processor: all others that are here. */
  async #others(): Promise<TestedDevice[]> {
    const { devices, runtime } = await this.#probe()
    return devices
      .filter(({ available, provider }) => available && provider !== 'cpu')
      .map((one) => ({ ...one, runtime }))
  }

  /** The processor as a device that is tested: once, however many workers share it. */
  async #processorTested(): Promise<TestedDevice> {
    const { devices, runtime } = await this.#probe()
    const hardware = devices.find(({ id }) => id === PROCESSOR)?.hardware ?? ''
    return { id: PROCESSOR, hardware, runtime }
  }

  /** One test of a pack and device at a time: who comes while it runs waits for it. */
  async #run(pack: AnyPackFolder, device: TestedDevice, hooks: TryHooks = {}): Promise<DeviceCheck> {
    const key = `${pack.sha256} ${device.id}`
    for (let other = this.#running.get(key); other !== undefined; other = this.#running.get(key)) {
      const found = await raced(other, hooks.signal)
      if (found !== null) return found
    }
    const own = this.#measure(pack, device, hooks)
    // Where this one is stopped, one that waits begins anew.
    const shared = own.catch((error: unknown) => {
      if (hooks.signal?.aborted === true) return null
      throw error
    })
    shared.catch(() => undefined)
    this.#running.set(key, shared)
    try {
      return await own
    } finally {
      this.#running.delete(key)
    }
  }

  async #measure(pack: AnyPackFolder, device: TestedDevice, { onStep, signal }: TryHooks): Promise<DeviceCheck> {
    const question = { type: 'check', packPath: pack.path, device: device.id } as const
    const isProcessor = device.id === PROCESSOR
    const { message, lost } = await askWorker(this.#spawn, question, 'checked', {
      signal,
      ...(isProcessor ? { ended: 'It ended the program that ran it' } : { timeoutMs: CHECK_TIMEOUT_MS }),
      onMessage: (said) => said.type === 'checking' && onStep?.(said.done, said.total),
    })
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

/** What each pack's test found on a device; null where it was not run. */
interface Known {
  id: DeviceId
  checks: readonly (DeviceCheck | null)[]
}

function untriedOf(known: readonly Known[]): DeviceId[] {
  return known.filter(({ checks }) => checks.includes(null)).map(({ id }) => id)
}

/** Waits for somebody else's work, and rejects with the signal's reason where that comes first. */
function raced<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

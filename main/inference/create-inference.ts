import { join } from 'node:path'
import type { StudioEvent } from '../../core/contract/events.ts'
import type { Device } from '../../core/contract/system.ts'
import { CortadoError } from '../../core/errors.ts'
import type { DeviceCheck } from '../../core/generation/device-check.ts'
import { deviceId, type DeviceId, type DeviceWish } from '../../core/generation/device.ts'
import type { PackManifest } from '../../core/generation/manifest.ts'
import { ladder } from '../../core/generation/memory/ladder.ts'
import { planGeneration } from '../../core/generation/plan.ts'
import { planRefinement } from '../../core/generation/plan-refinement.ts'
import type { Provider, Recipe, RefineStep } from '../../core/generation/recipe.ts'
import type { ClipShape } from '../../core/generation/refined-clip.ts'
import type { JobCost } from '../../core/generation/request.ts'
import { createPacks, type Packs } from './create-packs.ts'
import { Devices, type Choice, type TryHooks } from './devices/devices.ts'
import { PROCESSOR } from './devices/test-processor.ts'
import { readAnyPack, readPack } from './packs/read-pack.ts'
import { type AnyPackFolder } from './packs/pack-folder.ts'
import { Claims } from './memory/claims.ts'
import { freeMemory, residentBytes } from './memory/free-memory.ts'
import { makeTake, type MadeTake, type TakeHooks } from './memory/make-take.ts'
import { RateBook } from './plan/rate-book.ts'
import { ACCELERATORS } from './accelerators/stage.ts'
import type { AssistTask, GenerateTask, RefineTask, TakeResult } from './worker/protocol.ts'
import { Supervisor, type GenerateHooks, type WorkerTask } from './worker/supervisor.ts'
import { WindowPool, type Helper } from './worker/window-pool.ts'
import { forkWorker, type SpawnWorker } from './worker/worker-process.ts'

export interface InferenceOptions {
  /** Folders that hold pack folders, the most important first. Read anew at every call. */
  packFolders: readonly string[]
  /** The user's own folder of packs and accelerators; made when the first one is brought. */
  dataFolder: string
  /** How a worker is started; a forked Node process where left out. */
  spawn?: SpawnWorker | undefined
  /** A small JSON file in which measured speeds are kept between sessions; memory only where left out. */
  rateFile?: string | undefined
  /** Where embeddings of texts are kept between takes; nowhere where left out. */
  textFolder?: string | undefined
  /** A small JSON file with what was found of devices and packs, and the user's word on them; memory only where left out. */
  deviceFile?: string | undefined
  /** Workers that share the processor; wins over the file. */
  cpuWorkers?: number | undefined
  idleMs?: number | undefined
  graceMs?: number | undefined
  onWorker?: ((event: Extract<StudioEvent, { type: 'worker' }>) => void) | undefined
}

/** One take to be made. */
export type TakeRequest = Omit<GenerateTask, 'thrift' | 'textFolder' | 'shared'> & {
  /** What it may use of the memory; all that is free where left out. */
  memoryBytes?: number | undefined
  /** Whether only its own device makes it, because somebody asked for that one; others may help where left out. */
  alone?: boolean | undefined
}

export interface Inference {
  packs: Packs
  /**
   * What a recipe will cost here, and how memory is saved where it is short; `seconds` is null before the first take of
   * that pack, device and size. `memoryBytes` is what it may use, where that is not all that is free.
   */
  plan(recipe: Recipe, manifest: PackManifest, memoryBytes?: number): Promise<JobCost>
  /**
   * Makes one take, in the worker of the task's device; further calls for that device wait. It is made in the roomiest
   * way that fits into memory, and goes on in a thriftier one where that runs out. Rejects with `WORKER_LOST` (try again:
   * it goes on from its checkpoint), `CANCELLED`, or the reason why it cannot be made.
   */
  generate(task: TakeRequest, hooks?: TakeHooks): Promise<MadeTake>
  /** What refining a clip will cost here; `seconds` is null before each pack was used once on that device. */
  planRefinement(clip: ClipShape, steps: readonly RefineStep[]): Promise<JobCost>
  /** Refines one take; the same workers, waiting and errors as `generate`. */
  refine(task: RefineTask, hooks?: GenerateHooks): Promise<TakeResult>
  /** Measured once; ask with `refresh` after a driver was installed. */
  devices(refresh?: boolean): Promise<Device[]>
  /** The device for a job that needs these packs; see `Devices.choose`. */
  choose(packs: readonly AnyPackFolder[], wish: DeviceWish | undefined): Promise<Choice>
  /** Where a job may run, the first best. Packs by their sha256: a device that one of them failed on is left out. */
  places(provider: Provider, device: DeviceId | undefined, packs: readonly string[]): readonly DeviceId[]
  /** What the self-tests of packs found on devices. */
  checks: {
    /** The last thing that was found of a pack on each device. */
    list(packSha256: string): DeviceCheck[]
    /** Runs them anew. Throws `DEVICE_UNAVAILABLE`, and what reading the pack throws. */
    run(pack: AnyPackFolder, wish?: DeviceWish): Promise<DeviceCheck[]>
    /** Runs those on one device that were not run there yet; see `Devices.try`. */
    try(packs: readonly AnyPackFolder[], device: DeviceId, hooks?: TryHooks): Promise<void>
    /** Has a provider used with a pack whatever was found, or no longer. */
    useAnyway(packSha256: string, provider: Provider, use: boolean): Promise<void>
  }
  /** How many workers share the processor from the next job on. */
  setCpuWorkers(count: number): Promise<void>
  /** How often a lost worker was started again, over all devices. */
  restarts(): number
  /** Process ids of the workers that are alive, by their device. */
  workerPids(): ReadonlyMap<DeviceId, number>
  /** Stops running jobs after their step (they reject with `CANCELLED`) and ends all workers. */
  close(): Promise<void>
}

const IDLE_MS = 60_000
const GRACE_MS = 10_000

/** The inference service: packs, workers and estimates. */
export function createInference(options: InferenceOptions): Inference {
  const { packFolders, dataFolder, idleMs = IDLE_MS, graceMs = GRACE_MS } = options
  const spawn: SpawnWorker = (env) =>
    (options.spawn ?? forkWorker)({ ...env, [ACCELERATORS]: join(dataFolder, 'accelerators') })
  const rates = new RateBook(options.rateFile ?? null)
  const devices = new Devices({ spawn, file: options.deviceFile ?? null, cpuWorkers: options.cpuWorkers })
  const packs = createPacks({
    packFolders,
    dataFolder,
    test: (pack, signal) => devices.try([pack], PROCESSOR, { signal }),
  })
  const supervisors = new Map<DeviceId, Supervisor>()
  const claims = new Claims()
  let closed = false

  const supervisor = (device: DeviceId): Supervisor => {
    const known = supervisors.get(device)
    if (known !== undefined) return known
    const made = new Supervisor(device, {
      spawn,
      idleMs,
      graceMs,
      onState: (state, restarts) => options.onWorker?.({ type: 'worker', device, state, restarts }),
    })
    supervisors.set(device, made)
    return made
  }

  const run = async (device: DeviceId, task: WorkerTask, hooks: GenerateHooks): Promise<TakeResult> => {
    if (closed) throw new CortadoError('CANCELLED', 'The studio is closing. Start it again to go on with the job.')
    return supervisor(device).run(task, hooks)
  }

  /** Makes a take whose clip is averaged from windows with the help of idle workers that give the same numbers. */
  const lead = async (device: DeviceId, task: GenerateTask, hooks: GenerateHooks, most: number) => {
    const { recipe } = task
    const isAveraged = recipe.window !== null && recipe.window.hops !== true
    const helpers = isAveraged ? devices.alike(device, [recipe.pack.sha256]).slice(0, most) : []
    if (helpers.length === 0) return run(device, { type: 'generate', task }, hooks)
    const { packPath, thrift, textFolder } = task
    const pool = new WindowPool(
      helpers.map((id) => helperOn(supervisor(id), { recipe, packPath, thrift, textFolder, device: id })),
    )
    try {
      return await run(device, { type: 'generate', task: { ...task, shared: true } }, { ...hooks, pool })
    } finally {
      pool.close()
    }
  }

  /** What a job on a device may take, and what those that run elsewhere will take of the rest. */
  const memory = (device: DeviceId) => ({
    freeBytes: freeMemory(supervisors.get(device)?.pid),
    claimedBytes: claims.ofOthers(device, (other) => residentBytes(supervisors.get(other)?.pid)),
  })

  const choose = async (
    recipe: Recipe,
    manifest: PackManifest,
    limitBytes: number | undefined,
    from: number,
    device: DeviceId,
  ) => {
    const measured = await rates.rates(recipe, ladder(recipe, manifest))
    return planGeneration(recipe, manifest, { ...memory(device), limitBytes, rates: measured, from })
  }

  /** Where a job would go now: to a worker that has none, or to the one that it waits for. */
  const nextPlace = (provider: Provider): DeviceId => {
    const places = devices.places(provider, undefined, [])
    return places.find((device) => !claims.has(device)) ?? places[0] ?? deviceId(provider, 0)
  }

  return {
    packs,
    plan: async (recipe, manifest, memoryBytes) =>
      (await choose(recipe, manifest, memoryBytes, 0, nextPlace(recipe.provider))).cost,
    generate: async ({ memoryBytes, alone = false, ...task }, hooks = {}) => {
      const { recipe } = task
      const device = task.device ?? deviceId(recipe.provider, 0)
      const pack = await readPack(task.packPath)
      const made = await makeTake({ textFolder: options.textFolder, ...task }, hooks, {
        pack,
        choose: async (from) => {
          const chosen = await choose(recipe, pack.manifest, memoryBytes, from, device)
          claims.claim(device, chosen.cost.peakBytes)
          return chosen
        },
        run: (thrifty, onward, helpers) => lead(device, thrifty, onward, alone ? 0 : helpers),
        renew: () => supervisor(device).renew(),
      }).finally(() => claims.release(device))
      if (made.timings !== null) await rates.record(recipe, made.rung, made.timings)
      return made
    },
    planRefinement: async (clip, steps) => {
      const costs = await Promise.all(
        steps.map(async ({ pack, provider }) => ({
          msPerMegapixel: await rates.speed(pack.sha256, provider),
          peakBytes: (await packs.refiner(pack.id)).manifest.memory.peakBytes,
        })),
      )
      return planRefinement(clip, steps, costs, memory(nextPlace(steps[0]?.provider ?? 'cpu')))
    },
    refine: async (task, hooks = {}) => {
      const device = task.device ?? deviceId(task.steps[0]?.provider ?? 'cpu', 0)
      const refiners = await Promise.all(task.packPaths.map((path) => readAnyPack(path)))
      claims.claim(
        device,
        refiners.reduce((sum, { manifest }) => sum + manifest.memory.peakBytes, 0),
      )
      const result = await run(device, { type: 'refine', task }, hooks).finally(() => claims.release(device))
      for (const [index, { pack, provider }] of task.steps.entries()) {
        const speed = result.speeds[index] ?? null
        if (speed !== null) await rates.recordSpeed(pack.sha256, provider, speed)
      }
      return result
    },
    devices: (refresh) => devices.list(refresh),
    choose: (packs, wish) => devices.choose(packs, wish),
    places: (provider, device, packs) => devices.places(provider, device, packs),
    checks: {
      list: (pack) => devices.checks(pack),
      run: (pack, wish) => devices.check(pack, wish),
      try: (packs, device, hooks) => devices.try(packs, device, hooks),
      useAnyway: (pack, provider, use) => devices.useAnyway(pack, provider, use),
    },
    setCpuWorkers: (count) => devices.setCpuWorkers(count),
    restarts: () => [...supervisors.values()].reduce((sum, one) => sum + one.restarts, 0),
    workerPids: () =>
      new Map([...supervisors].flatMap(([device, { pid }]) => (pid === undefined ? [] : [[device, pid] as const]))),
    close: async () => {
      closed = true
      await Promise.all([...supervisors.values()].map((one) => one.close()))
    },
  }
}

function helperOn(worker: Supervisor, task: AssistTask): Helper {
  return {
    get idle() {
      return worker.idle
    },
    assist: (window, signal) => worker.assist(task, window, signal),
  }
}

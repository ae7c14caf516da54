import { freemem } from 'node:os'
import { join } from 'node:path'
import type { StudioEvent } from '../../core/contract/events.ts'
import type { Device } from '../../core/contract/system.ts'
import { CortadoError } from '../../core/errors.ts'
import type { PackManifest } from '../../core/generation/manifest.ts'
import { planGeneration } from '../../core/generation/plan.ts'
import { planRefinement } from '../../core/generation/plan-refinement.ts'
import type { Provider, Recipe, RefineStep } from '../../core/generation/recipe.ts'
import type { ClipShape } from '../../core/generation/refined-clip.ts'
import type { JobCost } from '../../core/generation/request.ts'
import { createPacks, type Packs } from './create-packs.ts'
import { RateBook } from './plan/rate-book.ts'
import { ACCELERATORS } from './accelerators/stage.ts'
import { probeProviders } from './runtime/probe-providers.ts'
import type { GenerateTask, RefineTask, TakeResult } from './worker/protocol.ts'
import { Supervisor, type GenerateHooks, type WorkerTask } from './worker/supervisor.ts'
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
  idleMs?: number | undefined
  graceMs?: number | undefined
  onWorker?: ((event: Extract<StudioEvent, { type: 'worker' }>) => void) | undefined
}

export interface Inference {
  packs: Packs
  /** What a recipe will cost here; `seconds` is null before the first take of that pack, device and size. */
  plan(recipe: Recipe, manifest: PackManifest): Promise<JobCost>
  /**
   * Makes one take, in the worker of the recipe's device; further calls for that device wait. Rejects with
   * `WORKER_LOST` (try again: it goes on from its checkpoint), `CANCELLED`, or the reason why it cannot be made.
   */
  generate(task: GenerateTask, hooks?: GenerateHooks): Promise<TakeResult>
  /** What refining a clip will cost here; `seconds` is null before each pack was used once on that device. */
  planRefinement(clip: ClipShape, steps: readonly RefineStep[]): Promise<JobCost>
  /** Refines one take; the same workers, waiting and errors as `generate`. */
  refine(task: RefineTask, hooks?: GenerateHooks): Promise<TakeResult>
  /** Measured once; ask with `refresh` after a driver was installed. */
  devices(refresh?: boolean): Promise<Device[]>
  /** How often a lost worker was started again, over all devices. */
  restarts(): number
  /** Process ids of the workers that are alive. */
  workerPids(): number[]
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
  const packs = createPacks({ packFolders, dataFolder, spawn })
  const rates = new RateBook(options.rateFile ?? null)
  const supervisors = new Map<Provider, Supervisor>()
  let devices: Promise<Device[]> | null = null
  let closed = false

  const supervisor = (provider: Provider): Supervisor => {
    const known = supervisors.get(provider)
    if (known !== undefined) return known
    const made = new Supervisor(provider, {
      spawn,
      idleMs,
      graceMs,
      onState: (state, restarts) => options.onWorker?.({ type: 'worker', device: provider, state, restarts }),
    })
    supervisors.set(provider, made)
    return made
  }

  const run = async (provider: Provider, task: WorkerTask, hooks: GenerateHooks): Promise<TakeResult> => {
    if (closed) throw new CortadoError('CANCELLED', 'The studio is closing. Start it again to go on with the job.')
    return supervisor(provider).run(task, hooks)
  }

  return {
    packs,
    plan: async (recipe, manifest) =>
      planGeneration(recipe, manifest, { freeBytes: freemem(), rate: await rates.rate(recipe) }),
    generate: async (task, hooks = {}) => {
      const result = await run(task.recipe.provider, { type: 'generate', task }, hooks)
      if (result.timings !== null) await rates.record(task.recipe, result.timings)
      return result
    },
    planRefinement: async (clip, steps) => {
      const costs = await Promise.all(
        steps.map(async ({ pack, provider }) => ({
          msPerMegapixel: await rates.speed(pack.sha256, provider),
          peakBytes: (await packs.refiner(pack.id)).manifest.memory.peakBytes,
        })),
      )
      return planRefinement(clip, steps, costs, freemem())
    },
    refine: async (task, hooks = {}) => {
      const result = await run(task.steps[0]?.provider ?? 'cpu', { type: 'refine', task }, hooks)
      for (const [index, { pack, provider }] of task.steps.entries()) {
        const speed = result.speeds[index] ?? null
        if (speed !== null) await rates.recordSpeed(pack.sha256, provider, speed)
      }
      return result
    },
    devices: (refresh = false) => {
      if (devices === null || refresh) devices = probeProviders(spawn)
      return devices
    },
    restarts: () => [...supervisors.values()].reduce((sum, one) => sum + one.restarts, 0),
    workerPids: () => [...supervisors.values()].map((one) => one.pid).filter((pid) => pid !== undefined),
    close: async () => {
      closed = true
      await Promise.all([...supervisors.values()].map((one) => one.close()))
    },
  }
}

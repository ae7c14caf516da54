import type { StudioEvent } from '../../core/contract/events.ts'
import type { Device } from '../../core/contract/system.ts'
import { CortadoError } from '../../core/errors.ts'
import type { PackEvaluation } from '../../core/generation/evaluation.ts'
import type { PackManifest } from '../../core/generation/manifest.ts'
import { ladder } from '../../core/generation/memory/ladder.ts'
import { planGeneration } from '../../core/generation/plan.ts'
import { planRefinement } from '../../core/generation/plan-refinement.ts'
import type { Provider, Recipe, RefineStep } from '../../core/generation/recipe.ts'
import type { ClipShape } from '../../core/generation/refined-clip.ts'
import type { JobCost } from '../../core/generation/request.ts'
import { anyPackById, findPacks, packById, refinerById, type FoundPack } from './packs/find-packs.ts'
import { packEvaluation } from './packs/pack-evaluation.ts'
import { packWords } from './packs/pack-words.ts'
import {
  isRefinerFolder,
  readPack,
  type AnyPackFolder,
  type PackFolder,
  type RefinerFolder,
} from './packs/read-pack.ts'
import { verifyPack } from './packs/verify-pack.ts'
import { freeMemory } from './memory/free-memory.ts'
import { makeTake, type MadeTake, type TakeHooks } from './memory/make-take.ts'
import { RateBook } from './plan/rate-book.ts'
import { probeProviders } from './runtime/probe-providers.ts'
import type { GenerateTask, RefineTask, TakeResult } from './worker/protocol.ts'
import { Supervisor, type GenerateHooks, type WorkerTask } from './worker/supervisor.ts'
import { forkWorker, type SpawnWorker } from './worker/worker-process.ts'

export interface InferenceOptions {
  /** Folders that hold pack folders, the most important first. Read anew at every call. */
  packFolders: readonly string[]
  /** How a worker is started; a forked Node process where left out. */
  spawn?: SpawnWorker | undefined
  /** A small JSON file in which measured speeds are kept between sessions; memory only where left out. */
  rateFile?: string | undefined
  /** Where embeddings of texts are kept between takes; nowhere where left out. */
  textFolder?: string | undefined
  idleMs?: number | undefined
  graceMs?: number | undefined
  onWorker?: ((event: Extract<StudioEvent, { type: 'worker' }>) => void) | undefined
}

/** One take to be made. */
export type TakeRequest = Omit<GenerateTask, 'thrift' | 'textFolder'> & {
  /** What it may use of the memory; all that is free where left out. */
  memoryBytes?: number | undefined
}

export interface Inference {
  packs: {
    /** Every folder that looks like a pack, the unusable ones with the reason. */
    list(): Promise<FoundPack[]>
    /** A pack that makes footage. Throws `PACK_UNKNOWN` naming those that exist. */
    get(id: string): Promise<PackFolder>
    /** A pack that refines footage. Throws `PACK_UNKNOWN` naming those that exist. */
    refiner(id: string): Promise<RefinerFolder>
    /** The sound ones. */
    refiners(): Promise<RefinerFolder[]>
    /** A pack of any kind. Throws `PACK_UNKNOWN`. */
    any(id: string): Promise<AnyPackFolder>
    /** Hashes every file. Throws `PACK_CORRUPT` naming the file. */
    verify(id: string): Promise<{ id: string; files: number; bytes: number }>
    /** Every word that its text encoder has learnt, in lower case; null where it can spell any word. */
    words(pack: PackFolder): Promise<ReadonlySet<string> | null>
    /** What was measured of it; null where it does not say. */
    evaluation(pack: AnyPackFolder): Promise<PackEvaluation | null>
  }
  /**
   * What a recipe will cost here, and how memory is saved where it is short; `seconds` is null before the first take of
   * that pack, device and size. `memoryBytes` is what it may use, where that is not all that is free.
   */
  plan(recipe: Recipe, manifest: PackManifest, memoryBytes?: number): Promise<JobCost>
  /**
   * Makes one take, in the worker of the recipe's device; further calls for that device wait. It is made in the roomiest
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
  const { packFolders, spawn = () => forkWorker(), idleMs = IDLE_MS, graceMs = GRACE_MS } = options
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

  const choose = async (recipe: Recipe, manifest: PackManifest, limitBytes: number | undefined, from: number) =>
    planGeneration(recipe, manifest, {
      freeBytes: freeMemory(supervisors.get(recipe.provider)?.pid),
      limitBytes,
      rates: await rates.rates(recipe, ladder(recipe, manifest)),
      from,
    })

  return {
    packs: {
      list: () => findPacks(packFolders),
      get: (id) => packById(packFolders, id),
      refiner: (id) => refinerById(packFolders, id),
      refiners: async () =>
        (await findPacks(packFolders)).map(({ pack }) => pack).filter((pack) => pack !== null && isRefinerFolder(pack)),
      any: (id) => anyPackById(packFolders, id),
      verify: async (id) => verifyPack((await anyPackById(packFolders, id)).path),
      words: packWords,
      evaluation: packEvaluation,
    },
    plan: async (recipe, manifest, memoryBytes) => (await choose(recipe, manifest, memoryBytes, 0)).cost,
    generate: async ({ memoryBytes, ...task }, hooks = {}) => {
      const { recipe } = task
      const pack = await readPack(task.packPath)
      const made = await makeTake({ textFolder: options.textFolder, ...task }, hooks, {
        pack,
        choose: (from) => choose(recipe, pack.manifest, memoryBytes, from),
        run: (thrifty, onward) => run(recipe.provider, { type: 'generate', task: thrifty }, onward),
        renew: () => supervisor(recipe.provider).renew(),
      })
      if (made.timings !== null) await rates.record(recipe, made.rung, made.timings)
      return made
    },
    planRefinement: async (clip, steps) => {
      const costs = await Promise.all(
        steps.map(async ({ pack, provider }) => ({
          msPerMegapixel: await rates.speed(pack.sha256, provider),
          peakBytes: (await refinerById(packFolders, pack.id)).manifest.memory.peakBytes,
        })),
      )
      return planRefinement(clip, steps, costs, freeMemory(undefined))
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

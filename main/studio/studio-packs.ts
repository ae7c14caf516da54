import type { Accelerator, BroughtPack, RemovedPack } from '../../core/library/packs.ts'
import { CortadoError } from '../../core/errors.ts'
import type { DeviceCheck } from '../../core/generation/device-check.ts'
import type { DeviceWish } from '../../core/generation/device.ts'
import type { Provider } from '../../core/generation/recipe.ts'
import type { Pack } from '../../core/library/entities.ts'
import { readPackText, type BringOptions, type Brought, type Inference } from '../inference/index.ts'
import { pendingPacks } from '../library/index.ts'
import { describePack } from './describe-pack.ts'
import type { EventBus } from './event-bus.ts'

const LICENCE_LIMIT = 1 << 20
/** Events of a copy that come closer than this are one. */
const PROGRESS_MS = 200

/** The packs as a door sees them. */
export interface StudioPacks {
  list(): Promise<{ packs: Pack[]; accelerators: Accelerator[] }>
  verify(id: string): Promise<{ id: string; files: number; bytes: number }>
  /** Runs the pack's self-test anew, on one device or all; gives what is known of all. */
  check(id: string, device?: DeviceWish): Promise<DeviceCheck[]>
  /** Has a provider used with a pack whatever its test found, or no longer. */
  overrule(id: string, provider: Provider, use: boolean): Promise<DeviceCheck[]>
  /** The licence's own text; empty where the pack brings none. */
  licence(id: string): Promise<{ id: string; spdx: string; text: string }>
  /** Copies a pack or an accelerator. With `selfTest` false, its golden file is not run. */
  add(path: string, selfTest?: boolean): Promise<BroughtPack>
  useInPlace(path: string, selfTest?: boolean): Promise<BroughtPack>
  /** Throws `PACK_IN_USE` while a job of a known project wants it. */
  remove(id: string, confirmed: boolean): Promise<RemovedPack>
}

interface StudioPacksOptions {
  inference: Inference
  bus: EventBus
  /** The folder of the packs that come with the program. */
  bundled: string
  /** Folders of the projects whose jobs count. */
  projects(): Promise<string[]>
  /** Aborts when the studio closes. */
  closing: AbortSignal
}

export function createStudioPacks({ inference, bus, bundled, projects, closing }: StudioPacksOptions): StudioPacks {
  const { packs } = inference

  const bring = async (call: 'add' | 'useInPlace', path: string, selfTest?: boolean): Promise<BroughtPack> => {
    try {
      const brought = await packs[call](path, { selfTest, onProgress: progressTo(bus), signal: closing })
      bus.publish({ type: 'packs' })
      return describe(inference, brought)
    } catch (error) {
      if (!closing.aborted) throw error
      throw new CortadoError('CANCELLED', 'The studio is closing. Add the pack again: nothing is copied twice.', {
        cause: error,
      })
    }
  }

  return {
    list: async () => ({
      packs: await Promise.all(
        (await packs.list()).map(async (found) =>
          describePack(found, bundled, {
            evaluation: found.pack && (await packs.evaluation(found.pack)),
            checks: found.pack ? inference.checks.list(found.pack.sha256) : [],
          }),
        ),
      ),
      accelerators: (await packs.accelerators()).map(({ id, path, accelerator, problem }) => ({
        id,
        path,
        title: accelerator?.manifest.title ?? id,
        provider: accelerator?.manifest.provider ?? null,
        bytes: accelerator?.manifest.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0,
        problem: problem?.message ?? null,
      })),
    }),
    verify: (id) => packs.verify(id),
    check: async (id, device) => {
      const pack = await packs.any(id)
      await inference.checks.run(pack, device)
      return inference.checks.list(pack.sha256)
    },
    overrule: async (id, provider, use) => {
      const { sha256 } = await packs.any(id)
      await inference.checks.useAnyway(sha256, provider, use)
      return inference.checks.list(sha256)
    },
    licence: async (id) => {
      const { path, manifest } = await packs.any(id)
      const { spdx, file } = manifest.license
      return { id, spdx, text: file === undefined ? '' : await readPackText(path, file, LICENCE_LIMIT) }
    },
    add: (path, selfTest) => bring('add', path, selfTest),
    useInPlace: (path, selfTest) => bring('useInPlace', path, selfTest),
    remove: async (id, confirmed) => {
      for (const folder of await projects()) {
        if (!pendingPacks(folder).has(id)) continue
        throw new CortadoError(
          'PACK_IN_USE',
          `A job of the project in "${folder}" wants the pack "${id}". Let it finish or cancel it, then remove the pack.`,
        )
      }
      const removed = await packs.remove(id, confirmed)
      bus.publish({ type: 'packs' })
      return removed
    },
  }
}

function describe({ checks }: Inference, brought: Brought): BroughtPack {
  const { kind, already } = brought
  const { id, title } = brought.kind === 'pack' ? brought.pack.manifest : brought.accelerator.manifest
  const { path } = brought.kind === 'pack' ? brought.pack : brought.accelerator
  return { kind, id, title, path, already, checks: brought.kind === 'pack' ? checks.list(brought.pack.sha256) : [] }
}

/** Tells of a copy a few times a second, and of each of its stages. */
function progressTo(bus: EventBus): NonNullable<BringOptions['onProgress']> {
  let stage = ''
  let told = 0
  return (progress) => {
    const now = Date.now()
    if (progress.stage === stage && progress.doneBytes < progress.totalBytes && now - told < PROGRESS_MS) return
    stage = progress.stage
    told = now
    bus.publish({ type: 'pack', ...progress })
  }
}

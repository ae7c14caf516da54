import { randomInt } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import type { z } from 'zod'
import { CortadoError } from '../../core/errors.ts'
import type { Provider, Recipe } from '../../core/generation/recipe.ts'
import type { Trial } from '../../core/generation/job.ts'
import type { GenerateRequest } from '../../core/generation/request.ts'
import { wordHints } from '../../core/generation/check-words.ts'
import { reportQueue } from '../../core/generation/report.ts'
import { expandRequest } from '../../core/generation/expand-request.ts'
import { editRecipe, resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { bothPlans } from '../../core/generation/plan.ts'
import { isRefiner } from '../../core/generation/refiner-manifest.ts'
import { createInference } from '../inference/index.ts'
import type { SpawnWorker } from '../inference/index.ts'
import { exportTakes } from '../interchange/index.ts'
import { createRecentProjects, recoverProject } from '../library/index.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg } from '../media/index.ts'
import { PRESETS, presetById } from '../render/index.ts'
import { reviewVideo } from '../review/index.ts'
import { assetsFolder, dataFolder, defaultProjectsFolder, settingsFolder } from './assets.ts'
import { baseTake, prepareChange } from './changes.ts'
import { diskFree, examine } from './doctor.ts'
import { createEventBus } from './event-bus.ts'
import { filmOf } from './follow-up.ts'
import { knownProjects } from './known-projects.ts'
import { openProjectSession } from './project-session.ts'
import type { ProjectSession } from './project-session.ts'
import { clipOf, createRefiner, refineJob } from './refinement.ts'
import { createStudioBins, createStudioLibrary, createStudioMedia } from './studio-library.ts'
import type { Studio } from './studio.ts'
import { studioSequences } from './studio-sequences.ts'
import { createStudioPacks } from './studio-packs.ts'
import { trialOf } from './try-device.ts'

export interface StudioOptions {
  /** Whether waiting jobs of an opened project start by themselves. */
  runJobs: boolean
  /** How an inference worker is started; a forked Node process where left out. */
  spawn?: SpawnWorker | undefined
}

const SAMPLE = 'Sample film'

/** The composition root: opens the services and wires them. Settings and projects lie in the user's own folders. */
export async function openStudio({ runJobs, spawn }: StudioOptions): Promise<Studio> {
  const projectsFolder = defaultProjectsFolder()
  const version = programVersion()
  const bus = createEventBus()
  const recent = createRecentProjects(settingsFolder())
  const bundled = join(assetsFolder(), 'models')
  const inference = createInference({
    packFolders: [bundled, ...(process.env['CORTADO_PACKS'] ?? '').split(delimiter).filter((folder) => folder !== '')],
    dataFolder: dataFolder(),
    spawn,
    rateFile: join(settingsFolder(), 'speeds.json'),
    deviceFile: join(settingsFolder(), 'devices.json'),
    cpuWorkers: cpuWorkers(process.env['CORTADO_CPU_WORKERS']),
    textFolder: join(settingsFolder(), 'texts'),
    onWorker: (event) => bus.publish(event),
  })
  let session: ProjectSession | null = null

  const current = (): ProjectSession => {
    if (session) return session
    throw new CortadoError('NO_PROJECT', 'No project is open. Open one from the project home.')
  }
  const close = async (): Promise<void> => {
    const closing = session
    session = null
    await closing?.close()
  }
  const open = async (path: string, create?: { name: string; sample: boolean }) => {
    if (session && session.library.folder === path && !create) return session.library.project
    // The new one first: a project that cannot be opened must not cost the user the one that is.
    const known = create !== undefined || (await recent.list()).some((one) => one.path === resolve(path))
    const opened = await openProjectSession(path, { create, inference, bus, runJobs, known })
    await close()
    session = opened
    const { project } = opened.library
    await recent.add({ name: project.name, path: project.path })
    bus.publish({ type: 'project', path: project.path })
    return project
  }
  /**
   * All recipes of a request, the device where it asks for one by name, and what has to be tried before that is certain:
   * told before a job is queued that could only fail. With `start`, pictures and masks are taken into the project. Throws
   * what `Inference.choose` throws.
   */
  const recipesFor = async (request: z.output<typeof GenerateRequest>, first: number, start: boolean) => {
    const library = () => current().library
    const base = baseTake(request, library)
    const pack = await inference.packs.get(request.pack ?? base?.recipe.pack.id ?? (await defaultPack()))
    const prepared = await prepareChange(request, pack.manifest, library, start)
    const all = (where: { provider: Provider; threads?: number }): Recipe[] =>
      expandRequest(request, first).map((one) =>
        resolveRecipe(one, pack.manifest, pack.sha256, {
          ...prepared.options,
          ...where,
          seed: one.seed,
          program: version,
        }),
      )
    const { device, untried, ...where } = await inference.choose([pack], request.device)
    return { pack, device, trial: trialOf(untried, request.device), recipes: all(where), ...prepared }
  }
  const defaultPack = async (): Promise<string> => {
    const packs = await inference.packs.list()
    return packs.find(({ pack }) => pack !== null && !isRefiner(pack.manifest))?.pack?.manifest.id ?? 'cortado-mini'
  }

  const closing = new AbortController()
  const packs = createStudioPacks({
    inference,
    bus,
    bundled,
    projects: async () => (await knownProjects(await recent.list(), projectsFolder)).map(({ path }) => path),
    closing: closing.signal,
  })
  const refiner = createRefiner(inference, current, version)

  return {
    projectsFolder,
    status: async () => ({
      version,
      project: session?.library.project.path ?? null,
      device: (await inference.devices()).find((device) => device.available)?.label ?? 'no device',
      memory: { usedBytes: totalmem() - freemem(), totalBytes: totalmem() },
      diskFreeBytes: await diskFree(session?.library.folder ?? projectsFolder),
      workerRestarts: inference.restarts(),
      projectsFolder,
    }),
    doctor: () => examine(inference, projectsFolder, version),
    devices: () => inference.devices(),
    probe: () => inference.devices(true),
    setCpuWorkers: async (count) => {
      await inference.setCpuWorkers(count)
      return inference.devices()
    },
    events: (signal) => bus.listen(signal),
    project: {
      current: () => session?.library.project ?? null,
      recent: async () => knownProjects(await recent.list(), projectsFolder),
      create: ({ name, path }) => open(path ?? freePath(projectsFolder, name), { name, sample: false }),
      open: (path) => open(path),
      sample: async () => {
        const path = join(projectsFolder, `${SAMPLE}.cortado`)
        return open(path, existsSync(join(path, 'library.sqlite')) ? undefined : { name: SAMPLE, sample: true })
      },
      close: async () => {
        await close()
        bus.publish({ type: 'project', path: null })
      },
      copy: (request) => {
        const { library, during } = current()
        return during((signal) => library.upkeep.copy(request, { signal }))
      },
      recover: async (path, to) => recoverProject(path, to),
    },
    library: {
      shots: () => current().library.shots.list(),
      rename: (id, name) => current().changed(current().library.shots.rename(id, name)),
      pick: (id, take) => current().changed(current().library.shots.pick(id, take)),
      takes: (shot) => current().library.takes.list(shot),
      rate: (id, change) => {
        const { library, changed } = current()
        const take = library.takes.rate(id, change)
        changed(library.shots.get(take.shot))
        return take
      },
      export: (request) => exportTakes(current().library, request),
      ...createStudioLibrary(current, bus),
    },
    bins: createStudioBins(current, bus),
    footage: createStudioMedia(current, bus),
    packs,
    generation: {
      plan: async (request) => {
        // Told before a project is made for the request, so that nothing is left behind.
        await findFfmpeg()
        const { pack, recipes, notes: changes, trial } = await recipesFor(request, 0, false)
        const notes = [...changes, ...trialNotes(trial)]
        const recipe = recipes[0] as Recipe
        const hints = wordHints(recipe, await inference.packs.words(pack))
        const plan = await inference.plan(recipe, pack.manifest, request.memoryBytes)
        if (request.refine === undefined) return { ...plan, notes, hints }
        const { steps } = await refiner.steps(request.refine, recipe, clipOf(recipe), request.device)
        return { ...bothPlans(plan, await inference.planRefinement(clipOf(recipe), steps)), notes, hints }
      },
      start: async (request) => {
        const { library, queue, changed } = current()
        await findFfmpeg()
        const film = request.film && filmOf(library, request.film)
        const {
          recipes,
          parent,
          device,
          trial,
          shot: place,
        } = await recipesFor(request, randomInt(0x1_0000_0000), true)
        const refinements = await Promise.all(
          recipes.map(async (recipe) =>
            request.refine === undefined ? null : refiner.steps(request.refine, recipe, clipOf(recipe), request.device),
          ),
        )
        const shot =
          (request.shot ?? place) === null
            ? library.shots.create({ prompt: (recipes[0] as Recipe).prompt })
            : library.shots.get((request.shot ?? place) as string)
        const memory = request.memoryBytes === undefined ? {} : { memoryBytes: request.memoryBytes }
        const jobs = recipes.flatMap((recipe, index) => {
          const payload = {
            kind: 'generate' as const,
            shot: shot.id,
            recipe,
            ...memory,
            ...(parent === null ? {} : { parent: parent.id }),
            ...(device && { device }),
            ...(trial && { trial }),
          }
          const made = queue.add(payload, index === 0 ? film : undefined)
          const placed = refinements[index] ?? null
          return placed === null ? [made] : [made, queue.add(refineJob(shot.id, { job: made.id }, recipe, placed))]
        })
        changed(shot)
        return { shot: shot.id, jobs }
      },
    },
    refinement: refiner.studio,
    jobs: {
      list: () => current().queue.list(),
      report: (asked) => {
        const { library, queue } = current()
        const since = asked ?? lastLook(library)
        const takes = new Map(library.takes.list().map((take) => [take.id, take]))
        return reportQueue(queue.since(since), takes, since)
      },
      seen: () => current().library.attended.mark(),
      cancel: (id) => current().queue.cancel(id),
      pause: (id) => current().queue.pause(id),
      resume: (id) => current().queue.resume(id),
      retry: (id) => current().queue.retry(id),
      edit: async (id, change) => {
        const { queue } = current()
        const { payload } = queue.get(id)
        if (payload.kind !== 'generate') {
          throw new CortadoError(
            'JOB_STATE',
            'Only a job that makes a take can be edited. Cancel it and start another.',
          )
        }
        const { manifest } = await inference.packs.get(payload.recipe.pack.id)
        return queue.edit(id, { ...payload, recipe: editRecipe(payload.recipe, change, manifest) })
      },
      reorder: (id, before) => current().queue.reorder(id, before),
      ended: (id) => current().queue.ended(id),
    },
    review: {
      file: async (path) => reviewVideo(await findFfmpeg(), path),
      take: (id, again) => current().reviews.get(id, again),
    },
    sequence: studioSequences(current, bus),
    render: {
      presets: () => PRESETS.map(({ id, label, extension }) => ({ id, label, extension })),
      start: async ({ sequence, preset: id = 'h264', name, out }) => {
        const { library, queue } = current()
        const preset = presetById(id)
        await findFfmpeg()
        const document = library.sequences.get(sequence ?? library.project.sequence)
        if (document.sequence.tracks.every((track) => track.items.length === 0)) {
          throw new CortadoError(
            'SEQUENCE_EMPTY',
            'The sequence has no clips. Put a take on the timeline and render again.',
          )
        }
        const file = `${fileName(name ?? library.project.name)}.${preset.extension}`
        return queue.add({
          kind: 'render',
          sequence: document.sequence.id,
          preset: preset.id,
          out: out ?? join(library.folder, 'renders', file),
        })
      },
    },
    media: async (sha256) => session?.library.media.locate(sha256) ?? null,
    close: async () => {
      closing.abort()
      await close()
      await inference.close()
    },
  }
}

/** That a job will begin with a self-test, which may take a while. */
function trialNotes(trial: Trial | undefined): string[] {
  if (trial === undefined) return []
  const names = trial.devices.join(', ')
  return [`The pack was never used on ${names}: the job begins with a self-test there.`]
}

/** When somebody last looked at the queue; where nobody did, a day ago at most. */
function lastLook({ attended, project }: Library): number {
  return attended.last() ?? Math.max(project.createdAt, Date.now() - 86_400_000)
}

/** A folder of that name that does not exist yet: "Kite.cortado", then "Kite 2.cortado". */
function freePath(folder: string, name: string): string {
  for (let count = 1; ; count += 1) {
    const path = join(folder, `${fileName(name)}${count === 1 ? '' : ` ${count}`}.cortado`)
    if (!existsSync(path)) return path
  }
}

/** A name that every file system takes. */
function fileName(name: string): string {
  return (
    name
      .replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
      .replace(/\s+/g, ' ')
      .replace(/[ .]+$/, '')
      .trim()
      .slice(0, 100) || 'Film'
  )
}

/** Throws `USAGE` for anything but a small whole number: a typing error must not go unseen. */
function cpuWorkers(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count
  throw new CortadoError('USAGE', `CORTADO_CPU_WORKERS takes a whole number from 1 to 64, not "${text}".`)
}

function programVersion(): string {
  const text = readFileSync(join(assetsFolder(), 'version.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

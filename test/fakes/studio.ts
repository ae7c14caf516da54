import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import { CortadoError } from '../../core/errors.ts'
import { ClipList } from '../../core/timeline/clip-list.ts'
import type { Device } from '../../core/contract/system.ts'
import type { Job } from '../../core/generation/job.ts'
import type { Recipe } from '../../core/generation/recipe.ts'
import { refinedClip } from '../../core/generation/refined-clip.ts'
import type { RefinerManifest } from '../../core/generation/refiner-manifest.ts'
import { refinedRecipe, resolveRefinement } from '../../core/generation/resolve-refinement.ts'
import type { Project, Shot, Take } from '../../core/library/entities.ts'
import { sha256 } from '../../main/files/index.ts'
import type { MediaFile, Studio } from '../../main/studio/studio.ts'
import { eventHub } from './event-hub.ts'
import type { EventHub } from './event-hub.ts'
import { fakeJobs } from './fake-jobs.ts'
import { FAKE_INTERPOLATOR, FAKE_PACK, FAKE_UPSCALER } from './fake-pack.ts'
import { fakeBins, fakeLibrary, fakeMedia } from './fake-library.ts'
import { fakeSequence } from './fake-sequence.ts'
import { makeFootage } from './footage.ts'
import { newId } from './new-id.ts'

interface FakeStudioOptions {
  /** Milliseconds a step takes. */
  tickMs?: number
  /** Whether the sample project starts with finished takes. */
  footage?: boolean
}

export interface FakeStudio extends Studio {
  hub: EventHub
  /** Files that `media` serves, by name; a test may add its own. */
  files: Map<string, MediaFile>
  folder: string
}

const tile = 128
/** What the fake refiners have of a manifest that is looked at. */
const FAKE_REFINERS = [FAKE_UPSCALER, FAKE_INTERPOLATOR].map((pack) => ({
  sha256: pack.sha256,
  manifest: {
    ...pack,
    ...pack.refiner,
    tiling: { size: tile },
    components: { network: { io: { inputs: { time: {} } } } },
  } as unknown as RefinerManifest,
}))

const COLOURS = ['red', 'orange', 'teal', 'purple', 'gold', 'green'] as const

/** A studio in memory: real edits and events and real media files, but no library, no queue on disk and no inference. */
export async function fakeStudio({ tickMs = 20, footage = false }: FakeStudioOptions = {}): Promise<FakeStudio> {
  const folder = await mkdtemp(join(tmpdir(), 'cortado-fake-'))
  const projectsFolder = join(folder, 'projects')
  const mediaFolder = join(folder, 'media')
  await mkdir(projectsFolder)
  await mkdir(mediaFolder)
  const hub = eventHub()
  const files = new Map<string, MediaFile>()
  const shots = new Map<string, Shot>()
  let project: Project | null = null
  let serial = 0

  const needProject = (): Project => {
    if (!project) throw new CortadoError('NO_PROJECT', 'No project is open. Open one from the project home.')
    return project
  }
  const needShot = (id: string): Shot => {
    needProject()
    const shot = shots.get(id)
    if (!shot) throw new CortadoError('NOT_FOUND', 'The project has no such shot. It may have been deleted.')
    return shot
  }
  const keep = (shot: Shot): Shot => {
    shots.set(shot.id, shot)
    hub.send({ type: 'shot', shot })
    return shot
  }
  const addTake = async (
    shotId: string,
    recipe: Recipe,
    madeInMs: number,
    parent: string | null = null,
  ): Promise<Take> => {
    serial += 1
    const { frames, rate } = refinedClip(recipe, recipe.refine ?? [])
    const colour = COLOURS[serial % COLOURS.length] ?? 'red'
    const made = await makeFootage(mediaFolder, files, { colour, frames, rate: rate.num / rate.den, serial })
    const shot = needShot(shotId)
    const take: Take = {
      ...made,
      id: newId(),
      shot: shotId,
      number: shot.takes.length + 1,
      recipe,
      recipeSha256: sha256(canonicalJson(recipe)),
      frames,
      rate,
      rating: 0,
      rejected: false,
      label: null,
      favourite: false,
      parent,
      madeInMs,
      peakBytes: 400_000_000,
      createdAt: Date.now(),
      review: null,
    }
    keep({ ...shot, picked: shot.picked === parent ? take.id : shot.picked, takes: [...shot.takes, take] })
    return take
  }
  const queue = fakeJobs(hub, tickMs, async (job): Promise<Job['result']> => {
    if (job.payload.kind === 'render') return { film: job.payload.out, frames: 48 }
    const take = await addTake(job.payload.shot, job.payload.recipe, Date.now() - (job.startedAt ?? 0), sourceOf(job))
    return { take: take.id, frames: take.frames }
  })
  const addShot = (prompt: string): Shot =>
    keep({
      id: newId(),
      name: prompt.slice(0, 60),
      prompt,
      picked: null,
      takes: [],
      bin: null,
      label: null,
      favourite: false,
      createdAt: Date.now(),
    })

  const openProject = async (name: string, path: string, sample: boolean): Promise<Project> => {
    const rate = { num: 24, den: 1 }
    const track = { id: newId(), kind: 'video' as const, name: 'V1', items: ClipList.empty }
    const opened: Project = { id: newId(), name, path, sample, sequence: newId(), createdAt: Date.now() }
    const size = { width: 512, height: 512 }
    const first = { id: opened.sequence, name, rate, size, tracks: [track], markers: [] }
    studio.sequence = fakeSequence(first, (step) => hub.send({ type: 'sequence', ...step }))
    shots.clear()
    project = opened
    await mkdir(path, { recursive: true })
    hub.send({ type: 'project', path })
    if (sample && footage) await fill()
    return opened
  }
  const fill = async (): Promise<void> => {
    const prompts = [
      'a red ball bounces in a field by day',
      'a blue boat crosses the sea at dusk',
      'a star over a desert by night',
    ]
    for (const [index, prompt] of prompts.entries()) {
      const shot = addShot(prompt)
      for (let take = 0; take < 3 - index; take += 1) await addTake(shot.id, recipeFor(prompt, take + 1, 16), 8200)
    }
  }

  const studio: FakeStudio = {
    hub,
    files,
    folder,
    projectsFolder,
    status: async () => ({
      version: '0.1.0',
      project: project?.path ?? null,
      device: 'CPU · 2 cores',
      memory: { usedBytes: 1.2e9, totalBytes: 8e9 },
      diskFreeBytes: 5e10,
      workerRestarts: 0,
      projectsFolder,
    }),
    doctor: async () => [{ name: 'ffmpeg', state: 'fine', detail: 'ffmpeg 5.1', advice: '' }],
    devices: async () => [FAKE_DEVICE],
    probe: async () => [FAKE_DEVICE],
    setCpuWorkers: async () => [FAKE_DEVICE],
    events: (signal) => hub.listen(signal),
    project: {
      current: () => project,
      recent: async () => (project ? [{ name: project.name, path: project.path, openedAt: Date.now() }] : []),
      create: ({ name, path }) => openProject(name, path ?? join(projectsFolder, `${name}.cortado`), false),
      open: (path) => openProject(path, path, false),
      sample: () => openProject('Sample film', join(projectsFolder, 'Sample film.cortado'), true),
      close: async () => {
        project = null
        hub.send({ type: 'project', path: null })
      },
      copy: async ({ to }) => ({ path: to, files: 0, bytes: 0, missing: [] }),
      recover: async (_path, to) => ({ path: to, saved: {}, rebuilt: [], files: 0, lost: [] }),
    },
    library: {
      shots: () => (needProject(), [...shots.values()]),
      lines: () => (needProject(), [...shots.values()].map(({ takes, ...line }) => ({ ...line, count: takes.length }))),
      read: (ids) => ids.flatMap((id) => shots.get(id) ?? []),
      rename: (id, name) => keep({ ...needShot(id), name }),
      pick: (id, take) => keep({ ...needShot(id), picked: take }),
      takes: (shot) =>
        [...shots.values()].filter(({ id }) => shot === undefined || id === shot).flatMap(({ takes }) => takes),
      rate(id, change) {
        const shot = [...shots.values()].find(({ takes }) => takes.some((take) => take.id === id))
        const take = shot?.takes.find((candidate) => candidate.id === id)
        if (!shot || !take) throw new CortadoError('NOT_FOUND', 'The project has no such take.')
        const rated = { ...take, rating: change.rating ?? take.rating, rejected: change.rejected ?? take.rejected }
        keep({ ...shot, takes: shot.takes.map((candidate) => (candidate === take ? rated : candidate)) })
        return rated
      },
      export: async ({ out }) => ({ folder: out, takes: 0, files: [], bytes: 0 }),
      ...fakeLibrary(shots, keep, () => hub.send({ type: 'library' })),
    },
    bins: fakeBins(() => hub.send({ type: 'library' })),
    footage: fakeMedia,
    packs: {
      list: async () => ({ packs: [FAKE_PACK, FAKE_UPSCALER, FAKE_INTERPOLATOR], accelerators: [] }),
      licence: async (id) => ({ id, spdx: FAKE_PACK.licence, text: 'Do as you like.' }),
      check: async () => [],
      overrule: async () => [],
      verify: async (id) => {
        if (id !== FAKE_PACK.id) throw new CortadoError('PACK_UNKNOWN', `There is no pack "${id}".`)
        return { id, files: 9, bytes: FAKE_PACK.bytes }
      },
      add: async (path) => ({ kind: 'pack', id: 'brought', title: 'Brought', path, already: false, checks: [] }),
      useInPlace: async (path) => ({
        kind: 'pack',
        id: 'brought',
        title: 'Brought',
        path,
        already: false,
        checks: [],
      }),
      remove: async (id) => ({ id, what: 'reference' }),
    },
    generation: {
      plan: async (request) => ({
        seconds: 9 * request.takes,
        peakBytes: 4e8,
        thrift: [],
        freeBytes: 4e9,
        claimedBytes: 0,
        fits: true,
        summary: `about ${9 * request.takes} s, peak 0.4 GB, fits this device`,
        notes: [],
        hints: [],
      }),
      start: async (request) => {
        needProject()
        if (request.prompt.length > 4000) {
          throw new CortadoError('PROMPT_TOO_LONG', 'A prompt holds at most 4000 characters. Shorten it.')
        }
        const shot = request.shot === undefined ? addShot(request.prompt) : needShot(request.shot)
        const seed = request.seed ?? Math.floor(Math.random() * 2 ** 32)
        const jobs = Array.from({ length: request.takes }, (_, index) =>
          queue.queue({
            kind: 'generate',
            shot: shot.id,
            recipe: recipeFor(request.prompt, seed + index, request.frames ?? 16),
          }),
        )
        return { shot: shot.id, jobs }
      },
    },
    refinement: {
      plan: async () => ({
        seconds: 4,
        peakBytes: 2e8,
        thrift: [],
        freeBytes: 4e9,
        claimedBytes: 0,
        fits: true,
        summary: 'about 4 s, peak 0.2 GB, fits this device',
      }),
      start: async ({ take: id, refinement }) => {
        needProject()
        const take = studio.library.takes().find((candidate) => candidate.id === id)
        if (!take) throw new CortadoError('NOT_FOUND', 'The project has no such take.')
        return queue.queue({
          kind: 'refine',
          shot: take.shot,
          source: { take: id },
          steps: 1,
          recipe: refinedRecipe(
            take.recipe,
            resolveRefinement(refinement, take, FAKE_REFINERS, {
              generator: take.recipe.pack.id,
              provider: 'cpu',
              program: '0.1.0',
            }),
          ),
        })
      },
    },
    jobs: queue.jobs,
    review: {
      file: async (path) => {
        throw new CortadoError('MEDIA_DAMAGED', `"${path}" is not a video that can be read.`)
      },
      take: async (id) => {
        throw new CortadoError('NOT_FOUND', `The project has no take "${id}".`)
      },
    },
    sequence: fakeSequence(
      {
        id: 'nosequence',
        name: '',
        rate: { num: 24, den: 1 },
        size: { width: 512, height: 512 },
        tracks: [],
        markers: [],
      },
      () => {},
    ),
    render: {
      presets: () => [{ id: 'h264', label: 'H.264, MP4', extension: 'mp4' }],
      start: async ({ sequence, preset, name, out }) => {
        const open = needProject()
        const film = out ?? join(open.path, 'renders', `${name ?? open.name}.mp4`)
        return queue.queue({ kind: 'render', sequence: sequence ?? open.sequence, preset: preset ?? 'h264', out: film })
      },
    },
    media: async (hash) => files.get(hash) ?? null,
    close: async () => {
      queue.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return studio
}

const FAKE_DEVICE: Device = {
  id: 'cpu:0',
  provider: 'cpu',
  available: true,
  reason: '',
  hardware: '',
  label: 'CPU · 2 cores',
}

function sourceOf({ payload }: Job): string | null {
  return payload.kind === 'refine' && 'take' in payload.source ? payload.source.take : null
}

function recipeFor(prompt: string, seed: number, frames: number): Recipe {
  return {
    schemaVersion: 1,
    pack: { id: FAKE_PACK.id, version: FAKE_PACK.version, sha256: FAKE_PACK.sha256 },
    operation: 'text-to-video',
    prompt,
    negativePrompt: '',
    seed: seed >>> 0,
    size: FAKE_PACK.size.default,
    frames,
    rate: FAKE_PACK.rate,
    scheduler: FAKE_PACK.scheduler,
    steps: FAKE_PACK.steps,
    guidance: FAKE_PACK.guidance,
    window: null,
    provider: 'cpu',
    program: '0.1.0',
  }
}

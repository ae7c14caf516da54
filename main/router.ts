import { implement } from '@orpc/server'
import { contract } from '../core/contract/contract.ts'
import type { Change } from '../core/generation/request.ts'
import { orderTakes } from '../core/review/order.ts'
import { toDoorError } from './router/door-error.ts'
import type { Grants } from './grants.ts'
import type { Studio } from './studio/studio.ts'

/** What a door hands to every call: the studio, and which paths its client may name. */
export interface RouterContext {
  studio: Studio
  grants: Grants
}

const base = implement(contract).$context<RouterContext>()
const asDoorError = base.middleware(async ({ next }) => {
  try {
    return await next()
  } catch (error) {
    throw toDoorError(error)
  }
})
const os = base.use(asDoorError)
// What is very long and was parsed where it was read or made is not parsed once more on its way out.
const parsed = base.$config({ initialOutputValidationIndex: Number.NaN }).use(asDoorError)

/** Checks the files that a change names. */
async function grantChange(grants: Grants, change: Change | undefined): Promise<void> {
  if (change?.operation === 'image-to-video' && 'path' in change.picture) await grants.input(change.picture.path)
  if (change?.operation === 'inpaint' && 'path' in change.mask) await grants.input(change.mask.path)
}

/** The contract, mapped to the studio. It decides nothing but which paths a client may name. */
export const router = os.router({
  system: {
    status: os.system.status.handler(({ context }) => context.studio.status()),
    doctor: os.system.doctor.handler(async ({ context }) => ({ checks: await context.studio.doctor() })),
    devices: os.system.devices.handler(async ({ context }) => ({ devices: await context.studio.devices() })),
    probe: os.system.probe.handler(async ({ context }) => ({ devices: await context.studio.probe() })),
    cpuWorkers: os.system.cpuWorkers.handler(async ({ context, input }) => ({
      devices: await context.studio.setCpuWorkers(input.workers),
    })),
    events: os.system.events.handler(async function* ({ context, signal }) {
      const ended = new AbortController()
      try {
        yield* context.studio.events(signal ? AbortSignal.any([signal, ended.signal]) : ended.signal)
      } catch (error) {
        throw toDoorError(error)
      } finally {
        ended.abort()
      }
    }),
  },
  project: {
    current: os.project.current.handler(({ context }) => ({ project: context.studio.project.current() })),
    recent: os.project.recent.handler(async ({ context }) => ({ projects: await context.studio.project.recent() })),
    create: os.project.create.handler(async ({ context, input }) => {
      if (input.path !== undefined) await context.grants.folder(input.path)
      return await context.studio.project.create(input)
    }),
    open: os.project.open.handler(async ({ context, input }) => {
      await context.grants.folder(input.path)
      return await context.studio.project.open(input.path)
    }),
    sample: os.project.sample.handler(({ context }) => context.studio.project.sample()),
    close: os.project.close.handler(async ({ context }) => {
      await context.studio.project.close()
      return {}
    }),
    copy: os.project.copy.handler(async ({ context, input }) => {
      await context.grants.output(input.to)
      return await context.studio.project.copy(input)
    }),
    recover: os.project.recover.handler(async ({ context, input }) => {
      await context.grants.folder(input.path)
      await context.grants.output(input.to)
      return await context.studio.project.recover(input.path, input.to)
    }),
  },
  library: {
    shots: parsed.library.shots.handler(({ context }) => ({ shots: context.studio.library.shots() })),
    lines: parsed.library.lines.handler(({ context }) => ({ shots: context.studio.library.lines() })),
    read: parsed.library.read.handler(({ context, input }) => ({ shots: context.studio.library.read(input.ids) })),
    rename: os.library.rename.handler(({ context, input }) => context.studio.library.rename(input.id, input.name)),
    pick: os.library.pick.handler(({ context, input }) => context.studio.library.pick(input.id, input.take)),
    takes: os.library.takes.handler(({ context, input }) => ({
      takes: orderTakes(context.studio.library.takes(input.shot), input.sort ?? 'made'),
    })),
    export: os.library.export.handler(async ({ context, input }) => {
      await context.grants.output(input.out)
      return await context.studio.library.export(input)
    }),
    rate: os.library.rate.handler(({ context, input }) =>
      context.studio.library.rate(input.id, { rating: input.rating, rejected: input.rejected }),
    ),
    search: os.library.search.handler(({ context, input }) => context.studio.library.search(input)),
    mark: os.library.mark.handler(({ context, input: { entries, ...change } }) =>
      context.studio.library.mark(entries, change),
    ),
    file: os.library.file.handler(({ context, input }) => context.studio.library.file(input.entries, input.bin)),
    trash: os.library.trash.handler(({ context, input }) => context.studio.library.trash(input.entries)),
    restore: os.library.restore.handler(({ context, input }) => context.studio.library.restore(input.entries)),
    emptyTrash: os.library.emptyTrash.handler(({ context }) => context.studio.library.emptyTrash()),
    lineage: os.library.lineage.handler(({ context, input }) => context.studio.library.lineage(input.id)),
    duplicates: os.library.duplicates.handler(({ context }) => ({ groups: context.studio.library.duplicates() })),
  },
  bins: {
    list: os.bins.list.handler(({ context }) => ({ bins: context.studio.bins.list() })),
    create: os.bins.create.handler(({ context, input }) => context.studio.bins.create(input)),
    rename: os.bins.rename.handler(({ context, input }) => context.studio.bins.rename(input.id, input.name)),
    move: os.bins.move.handler(({ context, input }) => context.studio.bins.move(input.id, input.parent)),
    remove: os.bins.remove.handler(({ context, input }) => context.studio.bins.remove(input.id, input.contents)),
  },
  media: {
    import: os.media.import.handler(async ({ context, input }) => {
      for (const path of input.paths) await context.grants.input(path)
      return await context.studio.footage.import(input.paths, input.bin)
    }),
    list: os.media.list.handler(({ context }) => ({ media: context.studio.footage.list() })),
    get: os.media.get.handler(({ context, input }) => context.studio.footage.get(input.id)),
    rate: os.media.rate.handler(({ context, input }) => context.studio.footage.rate(input.id, input.rating)),
    missing: os.media.missing.handler(async ({ context }) => ({ files: await context.studio.footage.missing() })),
    relink: os.media.relink.handler(async ({ context, input }) => {
      await context.grants.input(input.folder)
      return await context.studio.footage.relink(input)
    }),
  },
  packs: {
    list: os.packs.list.handler(async ({ context }) => await context.studio.packs.list()),
    verify: os.packs.verify.handler(({ context, input }) => context.studio.packs.verify(input.id)),
    check: os.packs.check.handler(async ({ context, input }) => ({
      checks: await context.studio.packs.check(input.id, input.device),
    })),
    overrule: os.packs.overrule.handler(async ({ context, input }) => ({
      checks: await context.studio.packs.overrule(input.id, input.provider, input.use),
    })),
    licence: os.packs.licence.handler(({ context, input }) => context.studio.packs.licence(input.id)),
    add: os.packs.add.handler(async ({ context, input }) => {
      await context.grants.input(input.path)
      return await context.studio.packs.add(input.path, input.selfTest)
    }),
    useInPlace: os.packs.useInPlace.handler(async ({ context, input }) => {
      await context.grants.input(input.path)
      return await context.studio.packs.useInPlace(input.path, input.selfTest)
    }),
    remove: os.packs.remove.handler(({ context, input }) => context.studio.packs.remove(input.id, input.confirmed)),
  },
  generation: {
    plan: os.generation.plan.handler(async ({ context, input }) => {
      await grantChange(context.grants, input.change)
      return await context.studio.generation.plan(input)
    }),
    start: os.generation.start.handler(async ({ context, input }) => {
      await grantChange(context.grants, input.change)
      return await context.studio.generation.start(input)
    }),
  },
  refinement: {
    plan: os.refinement.plan.handler(({ context, input }) => context.studio.refinement.plan(input)),
    start: os.refinement.start.handler(({ context, input }) => context.studio.refinement.start(input)),
  },
  jobs: {
    list: os.jobs.list.handler(({ context }) => ({ jobs: context.studio.jobs.list() })),
    report: os.jobs.report.handler(({ context, input }) => context.studio.jobs.report(input.since)),
    seen: os.jobs.seen.handler(({ context }) => ({ at: context.studio.jobs.seen() })),
    cancel: os.jobs.cancel.handler(({ context, input }) => context.studio.jobs.cancel(input.id)),
    pause: os.jobs.pause.handler(({ context, input }) => context.studio.jobs.pause(input.id)),
    resume: os.jobs.resume.handler(({ context, input }) => context.studio.jobs.resume(input.id)),
    retry: os.jobs.retry.handler(({ context, input }) => context.studio.jobs.retry(input.id)),
    edit: os.jobs.edit.handler(({ context, input }) => context.studio.jobs.edit(input.id, input.change)),
    reorder: os.jobs.reorder.handler(({ context, input }) => ({
      jobs: context.studio.jobs.reorder(input.id, input.before),
    })),
  },
  review: {
    file: os.review.file.handler(async ({ context, input }) => {
      await context.grants.input(input.path)
      return await context.studio.review.file(input.path)
    }),
    take: os.review.take.handler(({ context, input }) => context.studio.review.take(input.id, input.again)),
  },
  sequence: {
    get: parsed.sequence.get.handler(({ context, input }) => context.studio.sequence.get(input.id)),
    list: os.sequence.list.handler(({ context }) => ({ sequences: context.studio.sequence.list() })),
    create: os.sequence.create.handler(({ context, input }) => context.studio.sequence.create(input)),
    duplicate: os.sequence.duplicate.handler(({ context, input }) =>
      context.studio.sequence.duplicate(input.id, input.name),
    ),
    edit: os.sequence.edit.handler(async ({ context, input: { id, ...request } }) => ({
      steps: await context.studio.sequence.edit(id, request),
    })),
    history: os.sequence.history.handler(({ context, input }) => ({
      points: context.studio.sequence.history(input.id, input.before ?? null, input.limit ?? 100),
    })),
    jump: os.sequence.jump.handler(({ context, input }) => context.studio.sequence.jump(input.id, input.step, input)),
    compact: os.sequence.compact.handler(({ context, input: { id, ...wish } }) =>
      context.studio.sequence.compact(id, wish),
    ),
    undo: os.sequence.undo.handler(({ context, input }) => context.studio.sequence.undo(input.id, input)),
    redo: os.sequence.redo.handler(({ context, input }) => context.studio.sequence.redo(input.id, input)),
  },
  render: {
    presets: os.render.presets.handler(({ context }) => ({ presets: context.studio.render.presets() })),
    start: os.render.start.handler(async ({ context, input }) => {
      if (input.out !== undefined) await context.grants.output(input.out)
      return await context.studio.render.start(input)
    }),
  },
})

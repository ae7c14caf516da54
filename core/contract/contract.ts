import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { DeviceCheck } from '../generation/device-check.ts'
import { DeviceWish } from '../generation/device.ts'
import { Job } from '../generation/job.ts'
import { Provider } from '../generation/recipe.ts'
import { GenerateRequest, GenerationPlan, JobCost, JobEdit, RefineRequest } from '../generation/request.ts'
import { QueueReport } from '../generation/report.ts'
import { ExportReport, ExportRequest } from '../library/export.ts'
import {
  HistoryCompaction,
  HistoryPoint,
  Pack,
  Project,
  SequenceDocument,
  SequenceEntry,
  SequenceStep,
  Shot,
  ShotLine,
  Take,
} from '../library/entities.ts'
import { Bin, BinName } from '../library/bins.ts'
import { Entries, Label, TrashRefs } from '../library/marks.ts'
import { ImportReport, Media, MissingFile, RelinkReport, RelinkRequest } from '../library/media.ts'
import { SearchPage, SearchRequest } from '../library/search.ts'
import { CopyReport, CopyRequest, DuplicateGroup, EmptiedTrash, Lineage, RecoveryReport } from '../library/upkeep.ts'
import { Accelerator, BroughtPack, RemovedPack } from '../library/packs.ts'
import { Review } from '../review/entities.ts'
import { TakeOrder } from '../review/order.ts'
import { Edit } from '../timeline/edit.ts'
import { SequenceHead } from '../timeline/sequence.ts'
import { Id } from '../timeline/clip.ts'
import { StudioEvent } from './events.ts'
import { Device, DoctorCheck, Status } from './system.ts'

const byId = z.object({ id: Id })
/** What a client calls a request. It comes back in the step, and what is asked for again under the same name is not done twice. */
const Token = z.string().min(1).max(80)
const walk = byId.extend({ revision: z.number().int().optional(), token: Token.optional() })
const nothing = z.object({})
/** `selfTest` false skips the run of the pack's own golden file. */
const bringing = z.object({ path: z.string().min(1).max(4096), selfTest: z.boolean().optional() })

const get = (path: `/${string}`) => oc.route({ method: 'GET', path })
const post = (path: `/${string}`) => oc.route({ method: 'POST', path })

/** Every procedure that a client can call: the window, the command line and HTTP share it. */
export const contract = {
  system: {
    status: get('/status').output(Status),
    doctor: get('/doctor').output(z.object({ checks: z.array(DoctorCheck) })),
    devices: get('/devices').output(z.object({ devices: z.array(Device) })),
    /** Opens a session on every device anew, after a driver was installed; `devices` and `doctor` answer from it. */
    probe: post('/devices/probe')
      .input(nothing)
      .output(z.object({ devices: z.array(Device) })),
    /** How many workers share the processor from the next job on: as many jobs run there at once. */
    cpuWorkers: post('/devices/cpu')
      .input(z.object({ workers: z.number().int().min(1).max(64) }))
      .output(z.object({ devices: z.array(Device) })),
    events: get('/events').output(eventIterator(StudioEvent)),
  },
  project: {
    current: get('/project').output(z.object({ project: Project.nullable() })),
    /** Projects of the projects folder and those opened lately, newest first. */
    recent: get('/projects').output(
      z.object({ projects: z.array(z.object({ name: z.string(), path: z.string(), openedAt: z.number() })) }),
    ),
    /** Makes and opens a project. `path` wins over `name` where the client may name folders. */
    create: post('/projects')
      .input(z.object({ name: z.string().trim().min(1).max(120), path: z.string().optional() }))
      .output(Project),
    open: post('/project/open')
      .input(z.object({ path: z.string() }))
      .output(Project),
    /** Opens the sample project, making it on the first call. */
    sample: post('/project/sample').input(nothing).output(Project),
    close: post('/project/close').input(nothing).output(nothing),
    /** Copies the open project, every file verified by its hash. It stays open; the copy is not opened. */
    copy: post('/project/copy').input(CopyRequest).output(CopyReport),
    /** Saves what can be read of a damaged project into a new one. The damaged one is only read. */
    recover: post('/project/recover')
      .input(z.object({ path: z.string(), to: z.string() }))
      .output(RecoveryReport),
  },
  library: {
    shots: get('/shots').output(z.object({ shots: z.array(Shot) })),
    /** Every shot without its takes, in the order they were made. */
    lines: get('/shots/lines').output(z.object({ shots: z.array(ShotLine) })),
    /** These shots with their takes; those that are gone or in the trash are left out. */
    read: post('/shots/read')
      .input(z.object({ ids: z.array(Id).max(200) }))
      .output(z.object({ shots: z.array(Shot) })),
    rename: post('/shots/{id}/name')
      .input(byId.extend({ name: z.string().trim().min(1).max(400) }))
      .output(Shot),
    pick: post('/shots/{id}/pick')
      .input(byId.extend({ take: Id }))
      .output(Shot),
    /** Takes of one shot or of all, in the order they were made or best first. */
    takes: get('/takes')
      .input(z.object({ shot: Id.optional(), sort: TakeOrder.optional() }))
      .output(z.object({ takes: z.array(Take) })),
    /** Writes chosen takes with captions, ratings and recipes to a new folder, to train on elsewhere. */
    export: post('/takes/export').input(ExportRequest).output(ExportReport),
    rate: post('/takes/{id}/rating')
      .input(byId.extend({ rating: z.number().int().min(0).max(5).optional(), rejected: z.boolean().optional() }))
      .output(Take),
    /** Bins, shots, takes and media with all of these words and marks, a page at a time. */
    search: post('/search').input(SearchRequest).output(SearchPage),
    /** Sets the colour label or the favourite of any entries. */
    mark: post('/library/mark')
      .input(z.object({ entries: Entries, label: Label.nullable().optional(), favourite: z.boolean().optional() }))
      .output(nothing),
    /** Puts shots and media into a bin; `bin` null takes them out of theirs. */
    file: post('/library/file')
      .input(z.object({ entries: Entries, bin: Id.nullable() }))
      .output(nothing),
    /**
     * Moves entries and sequences to the trash. Throws `ENTRY_IN_USE` for what a sequence shows and for the last sequence;
     * nothing is moved then.
     */
    trash: post('/library/trash')
      .input(z.object({ entries: TrashRefs }))
      .output(nothing),
    /** Takes entries back from the trash, a sequence with all that it shows; a search with `trashed` finds them. */
    restore: post('/library/restore')
      .input(z.object({ entries: TrashRefs }))
      .output(nothing),
    /** Deletes what is in the trash for good. What undo or an unfinished job needs is kept and named. */
    emptyTrash: post('/library/trash/empty')
      .input(z.object({ confirmed: z.literal(true) }))
      .output(EmptiedTrash),
    /** Where a take comes from, and what came from it. */
    lineage: get('/takes/{id}/lineage').input(byId).output(Lineage),
    /** Takes and media whose footage is the same to the last bit. */
    duplicates: get('/library/duplicates').output(z.object({ groups: z.array(DuplicateGroup) })),
  },
  bins: {
    list: get('/bins').output(z.object({ bins: z.array(Bin) })),
    create: post('/bins')
      .input(z.object({ name: BinName, parent: Id.nullable().default(null) }))
      .output(Bin),
    rename: post('/bins/{id}/name')
      .input(byId.extend({ name: BinName }))
      .output(Bin),
    move: post('/bins/{id}/move')
      .input(byId.extend({ parent: Id.nullable() }))
      .output(Bin),
    /** Takes a bin away. Its contents go to the bin around it, or to the trash. */
    remove: post('/bins/{id}/remove')
      .input(byId.extend({ contents: z.enum(['up', 'trash']).default('up') }))
      .output(nothing),
  },
  media: {
    /** Copies files into the project. What is there already is given back, and one bad file keeps no other out. */
    import: post('/media/import')
      .input(
        z.object({ paths: z.array(z.string().min(1).max(4096)).min(1).max(1000), bin: Id.nullable().default(null) }),
      )
      .output(ImportReport),
    /** Every imported file that is not in the trash, in the order they came. */
    list: get('/media/list').output(z.object({ media: z.array(Media) })),
    get: get('/media/{id}/entry').input(byId).output(Media),
    rate: post('/media/{id}/rating')
      .input(byId.extend({ rating: z.number().int().min(0).max(5) }))
      .output(Media),
    /** Files that the project needs and the disk no longer has. */
    missing: get('/media/missing').output(z.object({ files: z.array(MissingFile) })),
    /** Looks for missing files in a folder and takes them back in. */
    relink: post('/media/relink').input(RelinkRequest).output(RelinkReport),
  },
  packs: {
    list: get('/packs').output(z.object({ packs: z.array(Pack), accelerators: z.array(Accelerator) })),
    /** Hashes every file and looks into every graph and weight. The error names the first file that is wrong. */
    verify: post('/packs/{id}/verify')
      .input(z.object({ id: z.string() }))
      .output(z.object({ id: z.string(), files: z.number(), bytes: z.number() })),
    /** Runs the pack's self-test anew, on one device or all; gives what is known of all. */
    check: post('/packs/{id}/check')
      .input(z.object({ id: z.string(), device: DeviceWish.optional() }))
      .output(z.object({ checks: z.array(DeviceCheck) })),
    /** Has a provider used with a pack whatever its self-test found, or no longer. */
    overrule: post('/packs/{id}/overrule')
      .input(z.object({ id: z.string(), provider: Provider, use: z.boolean() }))
      .output(z.object({ checks: z.array(DeviceCheck) })),
    /** The licence of a pack: its short name and its own text, empty where the pack brings none. */
    licence: get('/packs/{id}/licence')
      .input(z.object({ id: z.string() }))
      .output(z.object({ id: z.string(), spdx: z.string(), text: z.string() })),
    /** Copies a pack, or an accelerator, out of a folder or ZIP; goes on where an earlier call was broken off. */
    add: post('/packs').input(bringing).output(BroughtPack),
    /** Verifies a pack and uses it where it lies. */
    useInPlace: post('/packs/in-place').input(bringing).output(BroughtPack),
    /** Forgets a pack that is used in place. A copied one is deleted, if that is confirmed. Throws `PACK_IN_USE`. */
    remove: post('/packs/{id}/remove')
      .input(z.object({ id: z.string(), confirmed: z.boolean().default(false) }))
      .output(RemovedPack),
  },
  generation: {
    plan: post('/generate/plan').input(GenerateRequest).output(GenerationPlan),
    /** With `refine`, `jobs` holds a second job for each take, which waits for the first. */
    start: post('/generate')
      .input(GenerateRequest)
      .output(z.object({ shot: Id, jobs: z.array(Job) })),
  },
  refinement: {
    plan: post('/refine/plan').input(RefineRequest).output(JobCost),
    /** Queues the refinement of a take. The result is a new take beside it, which takes its place in the film if it had one. */
    start: post('/refine').input(RefineRequest).output(Job),
  },
  jobs: {
    list: get('/jobs').output(z.object({ jobs: z.array(Job) })),
    /** What became of the queue since a moment in milliseconds since 1970, or else since somebody last looked. */
    report: get('/jobs/report')
      .input(z.object({ since: z.coerce.number().optional() }))
      .output(QueueReport),
    /** Somebody looks at the queue now: the next report begins here. */
    seen: post('/jobs/seen')
      .input(nothing)
      .output(z.object({ at: z.number() })),
    cancel: post('/jobs/{id}/cancel').input(byId).output(Job),
    pause: post('/jobs/{id}/pause').input(byId).output(Job),
    resume: post('/jobs/{id}/resume').input(byId).output(Job),
    retry: post('/jobs/{id}/retry').input(byId).output(Job),
    /** Changes the settings of a take that waits, is paused or failed; a failed one is tried again with them. */
    edit: post('/jobs/{id}/edit')
      .input(byId.extend({ change: JobEdit }))
      .output(Job),
    /** Puts a waiting job before another one; `before` null puts it last. */
    reorder: post('/jobs/{id}/reorder')
      .input(byId.extend({ before: Id.nullable() }))
      .output(z.object({ jobs: z.array(Job) })),
  },
  review: {
    /** Measures any video file that the client may read. */
    file: post('/review/file')
      .input(z.object({ path: z.string() }))
      .output(Review),
    /** What was measured of a take, with its curves: measured now where it was not yet, or where `again` asks for it. */
    take: post('/takes/{id}/review')
      .input(byId.extend({ again: z.boolean().optional() }))
      .output(Review),
  },
  sequence: {
    /** Those that are not in the trash. */
    list: get('/sequences').output(z.object({ sequences: z.array(SequenceEntry) })),
    /** Makes an empty sequence with a video and an audio track, in the format of the project's first one where nothing is said. */
    create: post('/sequences')
      .input(
        SequenceHead.pick({ rate: true, size: true })
          .partial()
          .extend({ name: z.string().trim().min(1).max(120) }),
      )
      .output(SequenceDocument),
    get: get('/sequences/{id}').input(byId).output(SequenceDocument),
    /** Makes a sequence like this one, with ids and a history of its own. */
    duplicate: post('/sequences/{id}/duplicate')
      .input(byId.extend({ name: z.string().trim().min(1).max(400).optional() }))
      .output(SequenceDocument),
    /**
     * Makes edits on the sequence that the client saw at `revision`: all of them, as one step of the history, or none. Gives
     * every step since that revision, the client's own last. Throws `STALE_REVISION` where somebody else changed the same.
     * A request with a `token` that was done before is not done again: it is answered by the same step, or, where that is not
     * remembered, by one without operations from that revision to itself.
     */
    edit: post('/sequences/{id}/edit')
      .input(
        byId.extend({
          revision: z.number().int(),
          edits: z.array(Edit).min(1).max(10_000),
          /** Edits of one gesture are one step: each takes the place of the one before it. */
          gesture: Id.optional(),
          token: Token.optional(),
          /** What the client calls itself: the history keeps it. */
          by: z.string().max(80).optional(),
        }),
      )
      .output(z.object({ steps: z.array(SequenceStep) })),
    /** Takes the last edit back, whoever made it: with `revision`, only where nobody has changed the sequence since. */
    undo: post('/sequences/{id}/undo').input(walk).output(SequenceStep),
    redo: post('/sequences/{id}/redo').input(walk).output(SequenceStep),
    /** The points of the history, newest first: a page of them, before one where `before` names it. */
    history: get('/sequences/{id}/history')
      .input(
        byId.extend({
          before: z.coerce.number().int().optional(),
          limit: z.coerce.number().int().min(1).max(1000).optional(),
        }),
      )
      .output(z.object({ points: z.array(HistoryPoint) })),
    /** Goes to any point of the history, also on a branch that was left. */
    jump: post('/sequences/{id}/jump')
      .input(byId.extend({ step: z.number().int(), token: Token.optional() }))
      .output(SequenceStep),
    /**
     * Makes the history smaller and loses nothing of it, unless `keepUndo` or `dropBranches` says so: then older steps, or
     * branches that were left, are gone for good. `dryRun` only tells what would be lost.
     */
    compact: post('/sequences/{id}/compact')
      .input(
        byId.extend({
          keepUndo: z.number().int().nonnegative().optional(),
          dropBranches: z.boolean().optional(),
          dryRun: z.boolean().optional(),
        }),
      )
      .output(HistoryCompaction),
  },
  render: {
    presets: get('/render/presets').output(
      z.object({ presets: z.array(z.object({ id: z.string(), label: z.string(), extension: z.string() })) }),
    ),
    /** Queues a render. Without `out` the film goes to the project's `renders` folder under `name`. */
    start: post('/render')
      .input(
        z.object({
          sequence: Id.optional(),
          preset: z.string().optional(),
          name: z.string().max(120).optional(),
          out: z.string().optional(),
        }),
      )
      .output(Job),
  },
}

export type Contract = typeof contract

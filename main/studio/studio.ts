import type { z } from 'zod'
import type { Device, DoctorCheck, Status } from '../../core/contract/system.ts'
import type { StudioEvent } from '../../core/contract/events.ts'
import type { Job } from '../../core/generation/job.ts'
import type { GenerateRequest, GenerationPlan, JobCost, JobEdit, RefineRequest } from '../../core/generation/request.ts'
import type { QueueReport } from '../../core/generation/report.ts'
import type { ExportReport, ExportRequest } from '../../core/library/export.ts'
import type {
  HistoryCompaction,
  HistoryPoint,
  Project,
  SequenceDocument,
  SequenceEntry,
  SequenceStep,
  Shot,
  ShotLine,
  Take,
} from '../../core/library/entities.ts'
import type { Size } from '../../core/generation/recipe.ts'
import type { Bin } from '../../core/library/bins.ts'
import type { EntryRef, Label, TrashRef } from '../../core/library/marks.ts'
import type { ImportReport, Media, MissingFile, RelinkReport, RelinkRequest } from '../../core/library/media.ts'
import type { SearchInput, SearchPage } from '../../core/library/search.ts'
import type {
  CopyReport,
  CopyRequest,
  DuplicateGroup,
  EmptiedTrash,
  Lineage,
  RecoveryReport,
} from '../../core/library/upkeep.ts'
import type { Review } from '../../core/review/entities.ts'
import type { StudioPacks } from './studio-packs.ts'
import type { Rate } from '../../core/timeline/time.ts'
import type { CompactionWish, EditRequest, StepRequest, WalkRequest } from '../library/index.ts'

type ParsedRequest = z.output<typeof GenerateRequest>
type ParsedRefinement = z.output<typeof RefineRequest>

/** A stored file as a door serves it. */
export interface MediaFile {
  path: string
  mime: string
  bytes: number
}

/**
 * The studio behind every door: at most one open project and the services that work on it. Calls that need a project
 * throw `NO_PROJECT` when none is open. Paths are taken as given: a door checks beforehand which ones its client may name.
 */
export interface Studio {
  readonly projectsFolder: string
  status(): Promise<Status>
  doctor(): Promise<DoctorCheck[]>
  devices(): Promise<Device[]>
  /** Measures the devices anew. */
  probe(): Promise<Device[]>
  /** How many workers share the processor from the next job on; the environment wins over it. */
  setCpuWorkers(count: number): Promise<Device[]>
  /** Every event from now on, until the signal aborts. The first one is `ready`. */
  events(signal: AbortSignal): AsyncIterable<StudioEvent>
  project: {
    current(): Project | null
    recent(): Promise<{ name: string; path: string; openedAt: number }[]>
    create(options: { name: string; path?: string | undefined }): Promise<Project>
    open(path: string): Promise<Project>
    sample(): Promise<Project>
    close(): Promise<void>
    /** Copies the open project, which stays open. */
    copy(request: CopyRequest): Promise<CopyReport>
    /** Saves what can be read of a damaged project into a new one. */
    recover(path: string, to: string): Promise<RecoveryReport>
  }
  library: {
    shots(): Shot[]
    /** Every shot without its takes. */
    lines(): ShotLine[]
    /** Those of these shots that are there, with their takes. */
    read(ids: readonly string[]): Shot[]
    rename(id: string, name: string): Shot
    pick(id: string, take: string): Shot
    takes(shot?: string): Take[]
    rate(id: string, change: { rating?: number | undefined; rejected?: boolean | undefined }): Take
    /** Writes chosen takes to a new folder. */
    export(request: ExportRequest): Promise<ExportReport>
    search(request: SearchInput): SearchPage
    mark(
      entries: readonly EntryRef[],
      change: { label?: Label | null | undefined; favourite?: boolean | undefined },
    ): Record<string, never>
    file(entries: readonly EntryRef[], bin: string | null): Record<string, never>
    trash(entries: readonly TrashRef[]): Record<string, never>
    restore(entries: readonly TrashRef[]): Record<string, never>
    emptyTrash(): EmptiedTrash
    lineage(take: string): Lineage
    duplicates(): DuplicateGroup[]
  }
  bins: {
    list(): Bin[]
    create(options: { name: string; parent: string | null }): Bin
    rename(id: string, name: string): Bin
    move(id: string, parent: string | null): Bin
    remove(id: string, contents: 'up' | 'trash'): Record<string, never>
  }
  /** Imported media. */
  footage: {
    import(paths: readonly string[], bin: string | null): Promise<ImportReport>
    list(): Media[]
    get(id: string): Media
    rate(id: string, rating: number): Media
    missing(): Promise<MissingFile[]>
    relink(request: RelinkRequest): Promise<RelinkReport>
  }
  packs: StudioPacks
  generation: {
    plan(request: ParsedRequest): Promise<GenerationPlan>
    start(request: ParsedRequest): Promise<{ shot: string; jobs: Job[] }>
  }
  refinement: {
    plan(request: ParsedRefinement): Promise<JobCost>
    start(request: ParsedRefinement): Promise<Job>
  }
  jobs: {
    list(): Job[]
    /** What became of the queue since a moment. */
    /** Without a moment, since somebody last looked. */
    report(since?: number): QueueReport
    seen(): number
    cancel(id: string): Promise<Job>
    pause(id: string): Promise<Job>
    resume(id: string): Job
    retry(id: string): Job
    /** Throws `JOB_STATE` for a job that runs or has ended, and what a generation throws. */
    edit(id: string, change: JobEdit): Promise<Job>
    reorder(id: string, before: string | null): Job[]
    /** Resolves when the job has ended, whatever way. */
    ended(id: string): Promise<Job>
  }
  review: {
    /** Measures any video file. */
    file(path: string): Promise<Review>
    /** What was measured of a take; measures it where that was not done yet, or where `again` is true. */
    take(id: string, again?: boolean): Promise<Review>
  }
  sequence: {
    get(id: string): SequenceDocument
    list(): SequenceEntry[]
    create(head: { name: string; rate?: Rate | undefined; size?: Size | undefined }): SequenceDocument
    /** Named after the original where nothing is said. */
    duplicate(id: string, name?: string): SequenceDocument
    /** Like undo, redo and a jump, it waits for a far jump of the same sequence that is under way. */
    edit(id: string, request: EditRequest): Promise<SequenceStep[]>
    undo(id: string, request?: WalkRequest): Promise<SequenceStep>
    redo(id: string, request?: WalkRequest): Promise<SequenceStep>
    history(id: string, before: number | null, limit: number): HistoryPoint[]
    jump(id: string, step: number, request?: StepRequest): Promise<SequenceStep>
    compact(id: string, wish: CompactionWish): Promise<HistoryCompaction>
  }
  render: {
    presets(): { id: string; label: string; extension: string }[]
    start(options: {
      sequence?: string | undefined
      preset?: string | undefined
      name?: string | undefined
      out?: string | undefined
    }): Promise<Job>
  }
  /** The file that a sha256 names in the open project; null where there is none. */
  media(sha256: string): Promise<MediaFile | null>
  /** Stops workers after their step and closes the project; running jobs stay resumable. */
  close(): Promise<void>
}

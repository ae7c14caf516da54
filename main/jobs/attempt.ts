import { CortadoError, errorCode } from '../../core/errors.ts'
import type { StudioEvent } from '../../core/contract/events.ts'
import { DeviceId } from '../../core/generation/device.ts'
import type { Job } from '../../core/generation/job.ts'
import type { Library } from '../library/index.ts'
import { hasCheckpoint, makeCheckpointFolder, removeCheckpoint } from './checkpoints.ts'
import { createEta } from './eta.ts'
import type { LiveProgress } from './live-progress.ts'
import type { Again, JobContext, JobOf, JobResult, Runners, StopReason } from './runner.ts'

/** How often a job whose worker died is started again by itself. */
const LOSSES_FORGIVEN = 3

/** One job at work. */
export interface Attempt {
  /** Taken until it has settled. */
  place: string
  stop(reason: StopReason): void
  /** Resolves with the job as it stands afterwards; never rejects. */
  settled: Promise<Job>
}

export interface AttemptOptions {
  library: Library
  runners: Runners
  live: LiveProgress
  emit: (event: StudioEvent) => void
}

/** Starts a waiting job at a place that is free. */
export function startAttempt(options: AttemptOptions, waiting: Job, place: string): Attempt {
  const { library, live } = options
  const controller = new AbortController()
  const { id } = waiting
  const settled = work(options, waiting, place, controller.signal)
    .then((result) => ('again' in result ? another(library, waiting, result) : library.jobs.finish(id, result)))
    .catch((error: unknown) => stopped(library, id, error, controller.signal))
    .then(async (job) => {
      if (job.state === 'done' || job.state === 'cancelled') await removeCheckpoint(library.folder, id)
      live.forget(id)
      return job
    })
    .catch((error: unknown) => {
      // The row cannot be written (a full disk, say). It says "running" still, so the next start takes the job up again.
      live.note(id, { state: 'failed', error: describe(error), etaMs: null, endedAt: Date.now() })
      return live.merge(library.jobs.get(id))
    })
  return { place, stop: (reason) => controller.abort(reason), settled }
}

async function work(
  { library, runners, live, emit }: AttemptOptions,
  waiting: Job,
  place: string,
  signal: AbortSignal,
): Promise<JobResult | Again> {
  const { id } = waiting
  const change = { state: 'running', attempts: waiting.attempts + 1, startedAt: Date.now(), endedAt: null } as const
  const job = library.jobs.update(id, { ...change, error: null, etaMs: null })
  live.mark(id, { device: DeviceId.safeParse(place).data })
  emit({ type: 'job', job: live.merge(job) })
  const eta = createEta()
  const context: JobContext = {
    signal,
    place,
    checkpointFolder: await makeCheckpointFolder(library.folder, id),
    progress({ fraction, stage, etaMs }) {
      if (signal.aborted) return
      const progress = Math.min(1, Math.max(0, fraction))
      const measured = eta(progress)
      const change = { progress, stage, etaMs: etaMs ?? measured }
      if (live.note(id, change)) saveProgress(library, id, change)
      emit({ type: 'job', job: live.merge(library.jobs.get(id)) })
    },
    preview: (preview) => emit({ type: 'preview', job: id, preview }),
  }
  signal.throwIfAborted()
  return run(runners, job, context)
}

function saveProgress(library: Library, id: string, change: Pick<Job, 'progress' | 'stage' | 'etaMs'>): void {
  try {
    library.jobs.update(id, change)
  } catch (error) {
    // The work may still fit where this row did not, and the end of the job reports a disk that is really full.
    if (errorCode(error) !== 'DISK_FULL') throw error
  }
}

function run(runners: Runners, job: Job, context: JobContext): Promise<JobResult | Again> {
  switch (job.payload.kind) {
    case 'generate':
      return runners.generate.run(job as JobOf<'generate'>, context)
    case 'refine':
      return runners.refine.run(job as JobOf<'refine'>, context)
    case 'render':
      return runners.render.run(job as JobOf<'render'>, context)
  }
}

/** What was tried before the job's own work is no attempt at it. */
function another(library: Library, { id, attempts }: Job, { again }: Again): Job {
  library.jobs.rewrite(id, again)
  return library.jobs.update(id, { state: 'waiting', attempts, etaMs: null })
}

/** Writes where a job stands that did not finish: cancelled, paused, waiting to be tried again, or failed. */
function stopped(library: Library, id: string, error: unknown, signal: AbortSignal): Job {
  const job = library.jobs.get(id)
  // The runner had recorded its take before the stop or the error came: the work is done.
  if (job.state === 'done') return job
  const resumable = hasCheckpoint(library.folder, id)
  if (signal.aborted) {
    const reason = signal.reason as StopReason
    const state = ({ cancel: 'cancelled', pause: 'paused', close: 'waiting' } as const)[reason]
    const ended = reason === 'cancel' ? { resumable: false, endedAt: Date.now() } : { resumable }
    return library.jobs.update(id, { state, etaMs: null, ...ended })
  }
  const losses = library.jobs.losses(id) + 1
  if (errorCode(error) === 'WORKER_LOST' && losses <= LOSSES_FORGIVEN) {
    return library.jobs.update(id, { state: 'waiting', etaMs: null, resumable, losses })
  }
  return library.jobs.update(id, {
    state: 'failed',
    etaMs: null,
    resumable,
    error: describe(error),
    endedAt: Date.now(),
  })
}

function describe(error: unknown): NonNullable<Job['error']> {
  if (error instanceof CortadoError) return { code: error.code, message: error.message }
  const words = error instanceof Error ? error.message : String(error)
  return { code: 'INTERNAL', message: `Something went wrong inside Cortado: ${words}. Try the job again.` }
}

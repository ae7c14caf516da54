import type { Preview } from '../../core/contract/events.ts'
import type { Job, JobPayload } from '../../core/generation/job.ts'

/** Why a runner is told to stop: it is the `reason` of the aborted signal. */
export type StopReason = 'cancel' | 'pause' | 'close'

export interface Progress {
  /** 0 to 1. */
  fraction: number
  /** What is happening now, such as "step 7 of 20". */
  stage: string
  /** Left out, the queue measures how fast the fraction grows. */
  etaMs?: number | null | undefined
}

/** What a runner may use while it works on one job. */
export interface JobContext {
  /** Aborts when the job must stop; its reason is a `StopReason`. On all but "cancel" a last checkpoint is worth writing. */
  signal: AbortSignal
  progress(progress: Progress): void
  preview(preview: Preview): void
  /** Absolute path. There before the run starts, with whatever an earlier attempt left; gone when the job is done or cancelled. */
  checkpointFolder: string
  /** Which of its places it was given. */
  place: string
}

export type JobKind = JobPayload['kind']
export type JobOf<K extends JobKind> = Omit<Job, 'payload'> & { payload: Extract<JobPayload, { kind: K }> }
export type JobResult = NonNullable<Job['result']>

/** The job turned out to be another one: it waits again, for a place where that one may run. */
export interface Again {
  again: JobPayload
}

/** Does the jobs of one kind. */
export interface Runner<K extends JobKind> {
  /** Where a job may run, the best place first. A place holds one job at a time, of whatever kind. */
  places(job: JobOf<K>): readonly string[]
  /** Resolves with what it made, or with the work that is to be done instead. Any error ends the job as failed; `WORKER_LOST` is tried again from the checkpoint. */
  run(job: JobOf<K>, context: JobContext): Promise<JobResult | Again>
}

export type Runners = { [K in JobKind]: Runner<K> }

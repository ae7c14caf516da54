import { CortadoError } from '../../core/errors.ts'
import type { StudioEvent } from '../../core/contract/events.ts'
import type { FollowUp } from '../../core/generation/follow-up.ts'
import type { Job, JobPayload, JobState } from '../../core/generation/job.ts'
import type { Library } from '../library/index.ts'
import { startAttempt } from './attempt.ts'
import type { Attempt } from './attempt.ts'
import { removeCheckpoint } from './checkpoints.ts'
import { createLiveProgress } from './live-progress.ts'
import { recoverJobs } from './recover.ts'
import type { JobOf, Runners } from './runner.ts'

export interface QueueOptions {
  library: Library
  runners: Runners
  emit: (event: StudioEvent) => void
  /** Whether jobs only wait: to look at a project must not start its work. */
  paused?: boolean
}

/** The durable queue of one open project. */
export interface Queue {
  /** Adds a job at the end; it starts as soon as a place for it is free. `followUp` is kept with it. */
  add(payload: JobPayload, followUp?: FollowUp): Job
  /** Throws `NOT_FOUND`. */
  get(id: string): Job
  list(): Job[]
  /** Jobs that have not ended, and every one that ended since a moment. */
  since(moment: number): Job[]
  /** Stops a job for good, or gives a failed one up, and waits until it has stopped. A job that finished first comes back as done. */
  cancel(id: string): Promise<Job>
  /** Stops a job so that it can go on later from its checkpoint. */
  pause(id: string): Promise<Job>
  /** Puts a paused job back in the queue. */
  resume(id: string): Job
  /** Puts a failed or cancelled job back in the queue; a failed one goes on from its checkpoint. */
  retry(id: string): Job
  /** Gives a job that waits or failed other work of its kind to do; what was done of the old one is dropped. */
  edit(id: string, payload: JobPayload): Promise<Job>
  /** Puts a waiting job before another one that has not ended; null puts it last. */
  reorder(id: string, before: string | null): Job[]
  /** Resolves when the job has ended, whatever way; rejects when the queue closes first. */
  ended(id: string): Promise<Job>
  /** Stops every job at its next checkpoint; they wait and go on when the project is opened again. */
  close(): Promise<void>
}

const ENDED: ReadonlySet<JobState> = new Set(['done', 'failed', 'cancelled'])

/** Starts the queue: jobs that a crash left running go on by themselves. */
export function createQueue(options: QueueOptions): Queue {
  const { library, runners, emit } = options
  const { jobs } = library
  const live = createLiveProgress()
  /** Jobs that are being edited, which must not start meanwhile. */
  const held = new Set<string>()
  const attempts = new Map<string, Attempt>()
  const waiters = new Map<string, PromiseWithResolvers<Job>[]>()
  let closed = false

  const get = (id: string): Job => live.merge(jobs.get(id))
  const list = (): Job[] => jobs.list().map(live.merge)
  const tell = (job: Job): Job => {
    emit({ type: 'job', job })
    if (ENDED.has(job.state)) {
      for (const waiter of waiters.get(job.id) ?? []) waiter.resolve(job)
      waiters.delete(job.id)
    }
    return job
  }
  const start = (job: Job, place: string): void => {
    const attempt = startAttempt({ library, runners, live, emit }, job, place)
    const settled = attempt.settled.then((after) => {
      attempts.delete(job.id)
      tell(after)
      pump()
      return after
    })
    attempts.set(job.id, { ...attempt, settled })
  }
  /** A refinement of what another job makes starts after that one; its runner finds out whether there is a take. */
  const sourceHasEnded = (payload: JobPayload): boolean =>
    payload.kind !== 'refine' || !('job' in payload.source) || ENDED.has(get(payload.source.job).state)
  const pump = (): void => {
    if (closed || options.paused === true) return
    // A job whose failure could not be written still waits in its row: without the live state it would start for ever.
    const waiting = jobs.inStates(['waiting']).filter((job) => live.merge(job).state === 'waiting' && !held.has(job.id))
    const taken = new Set([...attempts.values()].map((attempt) => attempt.place))
    for (const job of waiting.filter(({ payload }) => sourceHasEnded(payload))) {
      const place = placesOf(runners, job).find((one) => !taken.has(one))
      if (place === undefined) continue
      taken.add(place)
      start(job, place)
    }
  }
  /** Puts a job back in the queue. */
  const enqueue = (id: string, change: Partial<Job>): Job => {
    const job = jobs.update(id, { state: 'waiting', endedAt: null, error: null, losses: 0, ...change })
    live.forget(id)
    queueMicrotask(pump)
    return tell(job)
  }
  const stop = async (attempt: Attempt, reason: 'cancel' | 'pause'): Promise<Job> => {
    attempt.stop(reason)
    return attempt.settled
  }

  recoverJobs(library)
  queueMicrotask(pump)

  return {
    add(payload, followUp) {
      const job = tell(jobs.add(payload, followUp))
      queueMicrotask(pump)
      return job
    },
    get,
    list,
    since: (moment) => jobs.since(moment).map(live.merge),
    async cancel(id) {
      const attempt = attempts.get(id)
      if (attempt) return stop(attempt, 'cancel')
      expectState(get(id), ['waiting', 'paused', 'failed'], 'cancelled')
      const job = jobs.update(id, { state: 'cancelled', resumable: false, etaMs: null, endedAt: Date.now() })
      await removeCheckpoint(library.folder, id)
      queueMicrotask(pump)
      return tell(job)
    },
    async pause(id) {
      const attempt = attempts.get(id)
      if (attempt) return stop(attempt, 'pause')
      expectState(get(id), ['waiting'], 'paused')
      return tell(jobs.update(id, { state: 'paused' }))
    },
    resume(id) {
      expectState(get(id), ['paused'], 'resumed')
      return enqueue(id, {})
    },
    retry(id) {
      const job = expectState(get(id), ['failed', 'cancelled'], 'tried again')
      return enqueue(id, job.resumable ? {} : { progress: 0, stage: '' })
    },
    async edit(id, payload) {
      const { state } = expectState(get(id), ['waiting', 'paused', 'failed'], 'edited')
      held.add(id)
      try {
        const job = jobs.rewrite(id, payload)
        await removeCheckpoint(library.folder, id)
        return state === 'failed' ? enqueue(id, {}) : tell(job)
      } finally {
        held.delete(id)
        queueMicrotask(pump)
      }
    },
    reorder(id, before) {
      expectState(get(id), ['waiting', 'paused'], 'moved')
      const order = jobs.inStates(['running', 'waiting', 'paused']).map((job) => job.id)
      const rest = order.filter((other) => other !== id)
      const index = before === null ? rest.length : rest.indexOf(before)
      if (index < 0) throw jobState('That job has ended, so nothing can be put before it. Pick a job that waits.')
      if (before !== id) jobs.place([...rest.slice(0, index), id, ...rest.slice(index)].map(place))
      for (const job of jobs.inStates(['waiting', 'paused'])) tell(job)
      return list()
    },
    ended(id) {
      const job = get(id)
      if (ENDED.has(job.state)) return Promise.resolve(job)
      const waiter = Promise.withResolvers<Job>()
      waiters.set(id, [...(waiters.get(id) ?? []), waiter])
      return waiter.promise
    },
    async close() {
      closed = true
      for (const attempt of attempts.values()) attempt.stop('close')
      await Promise.all([...attempts.values()].map((attempt) => attempt.settled))
      const gone = new CortadoError('NO_PROJECT', 'The project was closed. Open it again and the job goes on.')
      for (const waiter of [...waiters.values()].flat()) waiter.reject(gone)
      waiters.clear()
    },
  }
}

function placesOf(runners: Runners, job: Job): readonly string[] {
  switch (job.payload.kind) {
    case 'generate':
      return runners.generate.places(job as JobOf<'generate'>)
    case 'refine':
      return runners.refine.places(job as JobOf<'refine'>)
    case 'render':
      return runners.render.places(job as JobOf<'render'>)
  }
}

function place(id: string, index: number): { id: string; position: number } {
  return { id, position: index + 1 }
}

function expectState(job: Job, states: readonly JobState[], verb: string): Job {
  if (states.includes(job.state)) return job
  throw jobState(`That job is ${job.state} and cannot be ${verb}. Only a job that is ${states.join(' or ')} can.`)
}

function jobState(message: string): CortadoError {
  return new CortadoError('JOB_STATE', message)
}

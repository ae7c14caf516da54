import { reportQueue } from '../../core/generation/report.ts'
import { CortadoError } from '../../core/errors.ts'
import type { Job, JobPayload } from '../../core/generation/job.ts'
import type { Studio } from '../../main/studio/studio.ts'
import type { EventHub } from './event-hub.ts'
import { fakePreview } from './footage.ts'
import { newId } from './new-id.ts'

interface FakeJobs {
  jobs: Studio['jobs']
  queue(payload: JobPayload): Job
  stop(): void
}

const STEPS = 20

/** A queue that ticks: one job at a time, one step a tick, a preview every second step, then `finish` makes its result. */
export function fakeJobs(hub: EventHub, tickMs: number, finish: (job: Job) => Promise<Job['result']>): FakeJobs {
  let rows: Job[] = []
  const find = (id: string): Job => {
    const job = rows.find((row) => row.id === id)
    if (!job) throw new CortadoError('NOT_FOUND', 'There is no such job. It may have been cleared from the queue.')
    return job
  }
  const change = (id: string, patch: Partial<Job>): Job => {
    const next = { ...find(id), ...patch }
    rows = rows.map((row) => (row.id === id ? next : row))
    hub.send({ type: 'job', job: next })
    return next
  }
  const expect = (id: string, states: readonly Job['state'][], verb: string): Job => {
    const job = find(id)
    if (!states.includes(job.state))
      throw new CortadoError('JOB_STATE', `A job that is ${job.state} cannot be ${verb}.`)
    return job
  }
  let busy = false
  let seenAt = 0
  const tick = async (): Promise<void> => {
    if (busy) return
    const byPlace = [...rows].sort((a, b) => a.position - b.position)
    const job = byPlace.find((row) => row.state === 'running') ?? byPlace.find((row) => row.state === 'waiting')
    if (!job) return
    busy = true
    try {
      const step = Math.round(job.progress * STEPS) + 1
      if (step <= STEPS) {
        const startedAt = job.startedAt ?? Date.now()
        const etaMs = (STEPS - step) * tickMs
        change(job.id, {
          state: 'running',
          startedAt,
          progress: step / STEPS,
          stage: `step ${step} of ${STEPS}`,
          etaMs,
        })
        if (step % 2 === 0 && job.payload.kind === 'generate') {
          hub.send({ type: 'preview', job: job.id, preview: fakePreview(step, STEPS) })
        }
        return
      }
      const result = await finish(job)
      if (find(job.id).state === 'running') {
        change(job.id, { state: 'done', stage: 'done', etaMs: null, endedAt: Date.now(), result })
      }
    } finally {
      busy = false
    }
  }
  const timer = setInterval(() => void tick(), tickMs).unref()

  const ended = async (id: string): Promise<Job> => {
    while (!['done', 'failed', 'cancelled'].includes(find(id).state))
      await new Promise((next) => setTimeout(next, tickMs))
    return find(id)
  }
  return {
    stop: () => clearInterval(timer),
    queue(payload) {
      const last = Math.max(0, ...rows.map((row) => row.position))
      const job: Job = {
        id: newId(),
        state: 'waiting',
        payload,
        position: last + 1,
        progress: 0,
        stage: 'waiting',
        etaMs: null,
        attempts: 1,
        resumable: false,
        error: null,
        result: null,
        createdAt: Date.now(),
        startedAt: null,
        endedAt: null,
      }
      rows.push(job)
      hub.send({ type: 'job', job })
      return job
    },
    jobs: {
      list: () => rows,
      report: (since = seenAt) => reportQueue(rows, new Map(), since),
      seen: () => (seenAt = Date.now()),
      cancel: async (id) => {
        expect(id, ['waiting', 'running', 'paused'], 'cancelled')
        return change(id, { state: 'cancelled', stage: 'cancelled', etaMs: null, endedAt: Date.now() })
      },
      pause: async (id) => {
        expect(id, ['waiting', 'running'], 'paused')
        return change(id, { state: 'paused', stage: 'paused', etaMs: null, resumable: true })
      },
      resume: (id) => {
        expect(id, ['paused'], 'resumed')
        return change(id, { state: 'waiting', stage: 'waiting' })
      },
      edit: async (id, changed) => {
        expect(id, ['waiting', 'paused', 'failed'], 'edited')
        const job = rows.find((row) => row.id === id)
        if (job?.payload.kind !== 'generate') throw new CortadoError('JOB_STATE', 'Only a take can be edited.')
        const settings = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined))
        return change(id, { payload: { ...job.payload, recipe: { ...job.payload.recipe, ...settings } } })
      },
      retry: (id) => {
        const { attempts } = expect(id, ['failed', 'cancelled'], 'retried')
        return change(id, { state: 'waiting', progress: 0, error: null, endedAt: null, attempts: attempts + 1 })
      },
      reorder: (id, before) => {
        const job = expect(id, ['waiting'], 'moved')
        const others = rows.filter((row) => row.id !== id).sort((a, b) => a.position - b.position)
        const at = before === null ? others.length : others.indexOf(find(before))
        rows = [...others.slice(0, at), job, ...others.slice(at)].map((row, position) => ({ ...row, position }))
        return rows
      },
      ended,
    },
  }
}

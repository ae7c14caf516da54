import { CortadoError } from '../../core/errors.ts'
import { Job } from '../../core/generation/job.ts'
import type { JobPayload, JobState } from '../../core/generation/job.ts'
import type { FollowUp } from '../../core/generation/follow-up.ts'
import { newId } from './id.ts'
import { damaged } from './store.ts'
import type { Store } from './store.ts'

/** What the queue changes in a row. `losses` counts workers lost since the user last started the job. */
export type JobChange = Partial<Omit<Job, 'id' | 'payload' | 'createdAt'>> & { losses?: number }

export interface JobStore {
  /** Adds a waiting job at the end of the queue. */
  add(payload: JobPayload, followUp?: FollowUp): Job
  /** Throws `NOT_FOUND`. */
  get(id: string): Job
  losses(id: string): number
  /** Jobs in these states in the order of the queue. */
  inStates(states: readonly JobState[]): Job[]
  /** Jobs that have not ended in queue order, then the newest ended ones, newest first. */
  list(): Job[]
  /** Jobs that have not ended in queue order, then every one that ended since a moment, oldest first. */
  since(moment: number): Job[]
  /** Jobs that are done while what is to become of the film is not, in the order in which they ended. */
  due(): string[]
  update(id: string, change: JobChange): Job
  /** Gives a job that has not begun other work to do, from its beginning. */
  rewrite(id: string, payload: JobPayload): Job
  /** Marks it done; once done, later calls change nothing. */
  finish(id: string, result: NonNullable<Job['result']>): Job
  /** Gives jobs these places in the queue, in one transaction. */
  place(positions: readonly { id: string; position: number }[]): void
}

interface JobRow {
  id: string
  state: string
  payload: string
  position: number
  progress: number
  stage: string
  eta_ms: number | null
  attempts: number
  losses: number
  resumable: number
  error_code: string | null
  error_message: string | null
  result: string | null
  follow_up: string | null
  created_at: number
  started_at: number | null
  ended_at: number | null
}

const ENDED_SHOWN = 200

export function createJobStore(store: Store): JobStore {
  const { db, folder } = store
  const byId = db.prepare<[string], JobRow>('SELECT * FROM job WHERE id = ?')
  const byState = db.prepare<[string], JobRow>(
    'SELECT * FROM job WHERE state IN (SELECT value FROM json_each(?)) ORDER BY position, seq',
  )
  const ended = db.prepare<[number], JobRow>(
    `SELECT * FROM job WHERE state IN ('done', 'failed', 'cancelled') ORDER BY ended_at DESC, seq DESC LIMIT ?`,
  )
  const endedSince = db.prepare<[number], JobRow>('SELECT * FROM job WHERE ended_at >= ? ORDER BY ended_at, seq')
  const add = db.prepare<[string, string, string, string | null, number]>(
    `INSERT INTO job (id, kind, state, payload, follow_up, position, progress, stage, attempts, losses, resumable, created_at)
     SELECT ?, ?, 'waiting', ?, ?, coalesce(max(position), 0) + 1, 0, '', 0, 0, 0, ? FROM job`,
  )
  const save = db.prepare(
    `UPDATE job SET state = ?, position = ?, progress = ?, stage = ?, eta_ms = ?, attempts = ?, losses = ?,
       resumable = ?, error_code = ?, error_message = ?, result = ?, follow_up = ?, started_at = ?, ended_at = ? WHERE id = ?`,
  )
  const due = db.prepare<[], Pick<JobRow, 'id'>>(
    `SELECT id FROM job WHERE state = 'done' AND json_extract(follow_up, '$.state') = 'due' ORDER BY ended_at, seq`,
  )
  const setPayload = db.prepare<[string, string]>('UPDATE job SET payload = ? WHERE id = ?')
  const setPosition = db.prepare<[number, string]>('UPDATE job SET position = ? WHERE id = ?')

  const row = (id: string): JobRow => {
    const found = store.read(() => byId.get(id))
    if (!found) throw new CortadoError('NOT_FOUND', 'That job is not in this project. Ask for the list of jobs again.')
    return found
  }
  const parse = (found: JobRow): Job => parseJob(found, folder)
  const inStates = (states: readonly JobState[]): Job[] =>
    store.read(() => byState.all(JSON.stringify(states))).map(parse)

  const update = (id: string, { losses, ...change }: JobChange): Job =>
    store.write(() => {
      const before = row(id)
      const job: Job = { ...parse(before), ...change }
      save.run(
        job.state,
        job.position,
        job.progress,
        job.stage,
        job.etaMs,
        job.attempts,
        losses ?? before.losses,
        Number(job.resumable),
        job.error?.code ?? null,
        job.error?.message ?? null,
        job.result && JSON.stringify(job.result),
        job.followUp === undefined ? null : JSON.stringify(job.followUp),
        job.startedAt,
        job.endedAt,
        id,
      )
      return job
    })

  return {
    add(payload, followUp) {
      const id = newId()
      const then = followUp === undefined ? null : JSON.stringify(followUp)
      store.write(() => add.run(id, payload.kind, JSON.stringify(payload), then, Date.now()))
      return parse(row(id))
    },
    get: (id) => parse(row(id)),
    losses: (id) => row(id).losses,
    inStates,
    list: () => [...inStates(['running', 'waiting', 'paused']), ...store.read(() => ended.all(ENDED_SHOWN)).map(parse)],
    since: (moment) => [
      ...inStates(['running', 'waiting', 'paused']),
      ...store.read(() => endedSince.all(moment)).map(parse),
    ],
    due: () => store.read(() => due.all()).map(({ id }) => id),
    update,
    rewrite: (id, payload) =>
      store.write(() => {
        setPayload.run(JSON.stringify(payload), id)
        return update(id, { progress: 0, stage: '', resumable: false, error: null })
      }),
    finish: (id, result) =>
      store.write(() => {
        const job = parse(row(id))
        if (job.state === 'done') return job
        const done = { state: 'done', progress: 1, etaMs: null, resumable: false, error: null } as const
        return update(id, { ...done, result, endedAt: Date.now() })
      }),
    place: (positions) => {
      store.write(() => {
        for (const { id, position } of positions) setPosition.run(position, id)
      })
    },
  }
}

function parseJob(row: JobRow, folder: string): Job {
  try {
    return Job.parse({
      ...row,
      payload: JSON.parse(row.payload),
      etaMs: row.eta_ms,
      resumable: row.resumable === 1,
      error: row.error_code === null ? null : { code: row.error_code, message: row.error_message },
      result: row.result === null ? null : JSON.parse(row.result),
      followUp: row.follow_up === null ? undefined : JSON.parse(row.follow_up),
      createdAt: row.created_at,
      startedAt: row.started_at,
      endedAt: row.ended_at,
    })
  } catch (error) {
    throw damaged(folder, error)
  }
}

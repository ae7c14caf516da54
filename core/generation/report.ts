import { z } from 'zod'
import { ERROR_CODES } from '../errors.ts'
import type { Take } from '../library/entities.ts'
import { Id } from '../timeline/clip.ts'
import type { Job } from './job.ts'

const Line = z.object({
  job: Id,
  /** The prompt, or the film's file. */
  title: z.string(),
})

/** What became of the queue since a moment: the first thing to read after a night. Times are milliseconds since 1970. */
export const QueueReport = z.object({
  since: z.number(),
  finished: z.array(Line.extend({ take: Id.nullable(), findings: z.array(z.string()) })),
  /** `message` says what happened and what to do next. */
  failed: z.array(Line.extend({ code: z.enum(ERROR_CODES), message: z.string(), resumable: z.boolean() })),
  cancelled: z.array(Line),
  /** Jobs that went on from a checkpoint, or were started again, after a stop or a crash. */
  resumed: z.array(Line.extend({ attempts: z.number().int(), state: z.string() })),
  /** Finished jobs during which memory ran out, and how they went on. */
  thrifty: z.array(Line.extend({ memory: z.array(z.string()) })),
  /** Jobs that still run, wait or pause. */
  open: z.array(Line.extend({ state: z.string() })),
  /** The same in plain sentences. */
  words: z.array(z.string()),
})
export type QueueReport = z.infer<typeof QueueReport>

/** Tells what became of jobs: those that ended since then, and all that are open. `takes` bring what the review found. */
export function reportQueue(jobs: readonly Job[], takes: ReadonlyMap<string, Take>, since: number): QueueReport {
  const ended = jobs.filter((job) => job.endedAt !== null && job.endedAt >= since)
  const line = (job: Job) => ({ job: job.id, title: titleOf(job) })
  const open = jobs.filter(({ state }) => state === 'running' || state === 'waiting' || state === 'paused')
  const facts = {
    since,
    finished: ended
      .filter(({ state }) => state === 'done')
      .map((job) => {
        const take = takes.get(job.result?.take ?? '')
        return { ...line(job), take: take?.id ?? null, findings: take?.review?.findings.map(({ kind }) => kind) ?? [] }
      }),
    failed: ended
      .filter(({ state }) => state === 'failed')
      .map((job) => ({
        ...line(job),
        code: job.error?.code ?? ('INTERNAL' as const),
        message: job.error?.message ?? 'The job gave no reason. Try it again.',
        resumable: job.resumable,
      })),
    cancelled: ended.filter(({ state }) => state === 'cancelled').map(line),
    resumed: [...ended, ...open]
      .filter(({ attempts, startedAt }) => attempts > 1 && (startedAt ?? 0) >= since)
      .map((job) => ({ ...line(job), attempts: job.attempts, state: job.state })),
    thrifty: ended
      .filter(({ result }) => (result?.memory ?? []).length > 0)
      .map((job) => ({ ...line(job), memory: job.result?.memory ?? [] })),
    open: open.map((job) => ({ ...line(job), state: job.state })),
  }
  return { ...facts, words: inWords(facts) }
}

function titleOf({ payload }: Job): string {
  if (payload.kind === 'render') return payload.out
  return payload.kind === 'refine' ? `refine: ${payload.recipe.prompt}` : payload.recipe.prompt
}

function inWords(facts: Omit<QueueReport, 'words'>): string[] {
  const { finished, failed, cancelled, resumed, thrifty, open } = facts
  if (finished.length + failed.length + cancelled.length + open.length === 0) return ['Nothing was in the queue.']
  const found = finished.filter(({ findings }) => findings.length > 0)
  const counts = [
    `${finished.length} finished`,
    `${failed.length} failed`,
    ...(cancelled.length > 0 ? [`${cancelled.length} cancelled`] : []),
    ...(resumed.length > 0 ? [`${resumed.length} went on after a stop`] : []),
    ...(open.length > 0 ? [`${open.length} still to do`] : []),
  ]
  return [
    `${counts.join(', ')}.`,
    ...failed.map(
      ({ job, title, code, message, resumable }) =>
        `Failed: "${title}". ${code}: ${message} Then: jobs retry ${job}${resumable ? ', which goes on from its last step' : ''}.`,
    ),
    ...resumed.map(({ title, attempts, state }) => `Went on: "${title}", started ${attempts} times, now ${state}.`),
    ...thrifty.map(({ title, memory }) => `Short of memory: "${title}". ${memory.join(' ')}`),
    ...found.map(({ title, findings }) => `Look at: "${title}", the review found ${findings.join(', ')}.`),
  ]
}

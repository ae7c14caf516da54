import { client } from '../api/client.ts'
import { toTrouble } from '../api/trouble.ts'
import type { Job } from '../../core/generation/job.ts'
import type { Refinement } from '../../core/generation/request.ts'
import type { Media } from '../../core/library/media.ts'
import type { Take } from '../../core/library/entities.ts'
import { sortJobs, withJob, withShot, withTake } from './studio-state.ts'
import { studioStore } from './studio-store.ts'
import { toast, toastTrouble } from './ui-store.ts'

/** Runs a call and tells of its failure; undefined where it failed. */
export async function attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    toastTrouble(toTrouble(error))
    return undefined
  }
}

/** Rates or rejects a take. Shown at once, taken back where the studio refuses. */
export async function rateTake(take: Take, change: { rating?: number; rejected?: boolean }): Promise<void> {
  put({ ...take, ...change })
  const stored = await attempt(() => client.library.rate({ id: take.id, ...change }))
  put(stored ?? take)
}

function put(take: Take): void {
  studioStore.setState((state) => ({ shots: withTake(state.shots, take) }))
}

/** Rates an imported file; the studio tells of it. */
export async function rateMedia(media: Media, rating: number): Promise<void> {
  await attempt(() => client.media.rate({ id: media.id, rating }))
}

/** Makes clips of the shot show this take. */
export async function pickTake(take: Take): Promise<void> {
  const shot = await attempt(() => client.library.pick({ id: take.shot, take: take.id }))
  if (shot) studioStore.setState((state) => ({ shots: withShot(state.shots, shot) }))
}

export async function renameShot(id: string, name: string): Promise<void> {
  const shot = await attempt(() => client.library.rename({ id, name }))
  if (shot) studioStore.setState((state) => ({ shots: withShot(state.shots, shot) }))
}

/** Starts a refinement; the result comes as a new take of the same shot. */
export async function refineTake(take: Take, refinement: Refinement, words: string): Promise<void> {
  const job = await attempt(() => client.refinement.start({ take: take.id, refinement }))
  if (!job) return
  studioStore.setState((state) => ({ jobs: withJob(state.jobs, job) }))
  toast(`${words}: take ${take.number} stays as it is, the result comes beside it.`)
}

/** Jobs that were just started. Their first events may come after the answer does, or before it. */
export function addJobs(jobs: readonly Job[]): void {
  studioStore.setState((state) => ({
    jobs: jobs.reduce<readonly Job[]>(
      (all, job) => (all.some(({ id }) => id === job.id) ? all : withJob(all, job)),
      state.jobs,
    ),
  }))
}

/** The job as an answer tells it. */
export function putJob(job: Job): void {
  studioStore.setState((state) => ({ jobs: withJob(state.jobs, job) }))
}

type JobAction = 'cancel' | 'pause' | 'resume' | 'retry'

/** Cancels, pauses, resumes or retries a job. */
export async function jobAction(id: string, action: JobAction): Promise<void> {
  const job = await attempt(() => client.jobs[action]({ id }))
  if (job) putJob(job)
}

/** Moves a waiting job one place up or down in the queue. */
export async function moveJob(id: string, direction: -1 | 1): Promise<void> {
  const waiting = studioStore.getState().jobs.filter((job) => job.state === 'waiting' || job.state === 'paused')
  const index = waiting.findIndex((job) => job.id === id)
  if (index < 0 || (direction < 0 && index === 0) || (direction > 0 && index === waiting.length - 1)) return
  const before = waiting[direction < 0 ? index - 1 : index + 2]?.id ?? null
  const answer = await attempt(() => client.jobs.reorder({ id, before }))
  if (answer) studioStore.setState({ jobs: sortJobs(answer.jobs) })
}

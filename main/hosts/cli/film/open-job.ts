import { CortadoError } from '../../../../core/errors.ts'
import type { Job } from '../../../../core/generation/job.ts'
import type { Take } from '../../../../core/library/entities.ts'
import { follow } from '../session.ts'
import type { Session } from '../session.ts'

export function isOpen(job: Job): boolean {
  return job.state === 'waiting' || job.state === 'running' || job.state === 'paused'
}

/** Takes up an open job again. */
export async function goOn(session: Session, job: Job): Promise<Job> {
  return job.state === 'paused' ? session.client.jobs.resume({ id: job.id }) : job
}

/** Follows jobs and gives the take that the first one made. */
export async function madeBy(session: Session, jobs: readonly Job[], title: string): Promise<Take> {
  const [done] = await follow(session, jobs, title)
  const { takes } = await session.client.library.takes({})
  const take = takes.find((candidate) => candidate.id === done?.result?.take)
  if (take) return take
  throw new CortadoError('NOT_FOUND', 'The take that was just made is not in the library. Run the same command again.')
}

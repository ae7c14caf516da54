import type { Job } from '../../core/generation/job.ts'
import { formatDuration } from '../app/format.ts'

/** Jobs that are not over. */
export function openJobs(jobs: readonly Job[]): Job[] {
  return jobs.filter((job) => job.state === 'running' || job.state === 'waiting' || job.state === 'paused')
}

/**
 * Milliseconds until the queue is empty; null where nothing is known. One job runs at a time, so a waiting job of the
 * same kind is counted with what the running one takes from start to end.
 */
export function queueLeftMs(jobs: readonly Job[], now: number): number | null {
  const open = openJobs(jobs).filter((job) => job.state !== 'paused')
  const known = open.filter((job) => job.etaMs !== null)
  if (known.length === 0) return null
  const running = open.find((job) => job.state === 'running' && job.etaMs !== null && job.startedAt !== null)
  const whole = running ? Math.max(0, now - (running.startedAt ?? now)) + (running.etaMs ?? 0) : null
  return open.reduce((sum, job) => sum + (job.etaMs ?? whole ?? 0), 0)
}

/** "3 in queue · 4 min left", "1 running", "Queue is empty". */
export function queueWords(jobs: readonly Job[], now: number): string {
  const open = openJobs(jobs)
  if (open.length === 0) return 'Queue is empty'
  if (open.every((job) => job.state === 'paused')) return `${open.length} paused`
  const left = queueLeftMs(jobs, now)
  const count = `${open.length} in queue`
  return left === null ? count : `${count} · ${formatDuration(left)} left`
}

import type { Job } from '../../core/generation/job.ts'

type LiveState = Partial<Pick<Job, 'state' | 'device' | 'progress' | 'stage' | 'etaMs' | 'error' | 'endedAt'>>

const WRITE_EVERY_MS = 500

/**
 * What is newer than the rows: progress is told at once but written at most twice a second, because losing half a
 * second of it costs nothing and a synced commit does.
 */
export interface LiveProgress {
  /** The job as it is now. */
  merge(job: Job): Job
  /** Remembers a change; true when it is time to write it to the row too. */
  note(id: string, change: LiveState): boolean
  /** Remembers what no row keeps. */
  mark(id: string, change: LiveState): void
  /** The row has all of it. */
  forget(id: string): void
}

export function createLiveProgress(now: () => number = Date.now): LiveProgress {
  const live = new Map<string, { state: LiveState; writtenAt: number }>()
  return {
    merge: (job) => ({ ...job, ...live.get(job.id)?.state }),
    note(id, change) {
      const known = live.get(id)
      const due = known === undefined || now() - known.writtenAt >= WRITE_EVERY_MS
      live.set(id, { state: { ...known?.state, ...change }, writtenAt: due ? now() : known.writtenAt })
      return due
    },
    mark(id, change) {
      const known = live.get(id)
      live.set(id, { state: { ...known?.state, ...change }, writtenAt: known?.writtenAt ?? 0 })
    },
    forget: (id) => void live.delete(id),
  }
}

import type { Job } from '../../../core/generation/job.ts'
import { take } from './film.ts'

/** A generation of a shot in some state. */
export function job(id: string, shot: string, change: Partial<Job> = {}): Job {
  return {
    id,
    state: 'waiting',
    payload: { kind: 'generate', shot, recipe: take(1).recipe },
    position: 1,
    progress: 0,
    stage: '',
    etaMs: null,
    attempts: 0,
    resumable: false,
    error: null,
    result: null,
    createdAt: 1,
    startedAt: null,
    endedAt: null,
    ...change,
  }
}

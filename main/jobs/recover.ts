import { rmSync } from 'node:fs'
import { CortadoError } from '../../core/errors.ts'
import type { Library } from '../library/index.ts'
import { checkpointed, checkpointFolder, hasCheckpoint } from './checkpoints.ts'

/**
 * After a crash: jobs that were running wait again, with their attempts and their checkpoint; checkpoints of jobs that
 * had already ended well or were cancelled go.
 */
export function recoverJobs(library: Library): void {
  for (const job of library.jobs.inStates(['running'])) {
    library.jobs.update(job.id, { state: 'waiting', etaMs: null, resumable: hasCheckpoint(library.folder, job.id) })
  }
  for (const id of checkpointed(library.folder)) {
    const state = stateOf(library, id)
    if (state !== 'done' && state !== 'cancelled') continue
    rmSync(checkpointFolder(library.folder, id), { recursive: true, force: true })
  }
}

function stateOf(library: Library, id: string): string | null {
  try {
    return library.jobs.get(id).state
  } catch (error) {
    if (error instanceof CortadoError && error.code === 'NOT_FOUND') return null
    throw error
  }
}

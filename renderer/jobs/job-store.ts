import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Job } from '../../core/generation/job.ts'
import { client, toTrouble } from '../api/index.ts'
import type { Trouble } from '../api/index.ts'
import { closeDialog, openDialog, putJob, studioStore, toast } from '../store/index.ts'
import { changeOf, draftOf } from './job-draft.ts'
import type { GenerateJob, JobDraft } from './job-draft.ts'

interface JobState {
  /** The job that is being edited; null where none is. */
  job: string | null
  draft: JobDraft | null
  /** Why the studio refused the change. */
  trouble: Trouble | null
  saving: boolean
}

const jobStore = createStore<JobState>(() => ({ job: null, draft: null, trouble: null, saving: false }))

export function useJobEdit<T>(selector: (state: JobState) => T): T {
  return useStore(jobStore, selector)
}

/** Whether a job makes a take and has not begun, or has stopped. */
export function canEdit(job: Job): job is GenerateJob {
  const stands = job.state === 'waiting' || job.state === 'paused' || job.state === 'failed'
  return stands && job.payload.kind === 'generate'
}

/** Opens the settings of a job that does not run. */
export function editJob(job: Job): void {
  if (!canEdit(job)) return
  jobStore.setState({ job: job.id, draft: draftOf(job), trouble: null, saving: false })
  openDialog('job')
}

/** The job that a command edits: the first that waits, else the last that failed. */
export function nextToEdit(jobs: readonly Job[]): Job | undefined {
  const able = jobs.filter(canEdit)
  return able.find(({ state }) => state !== 'failed') ?? able.at(-1)
}

export function amendJob(part: Partial<JobDraft>): void {
  jobStore.setState(({ draft }) => ({ draft: draft && { ...draft, ...part }, trouble: null }))
}

/** Sends what was changed. A job that had failed is tried again with it. */
export async function saveJob(): Promise<void> {
  const { job: id, draft, saving } = jobStore.getState()
  const job = studioStore.getState().jobs.find((one) => one.id === id)
  if (!job || !draft || saving || !canEdit(job)) return
  const change = changeOf(draft, job)
  if (change === null && job.state !== 'failed') {
    closeDialog()
    return
  }
  jobStore.setState({ saving: true, trouble: null })
  try {
    const failed = job.state === 'failed'
    putJob(change === null ? await client.jobs.retry({ id: job.id }) : await client.jobs.edit({ id: job.id, change }))
    toast(failed ? 'It is in the queue again, with its new settings.' : 'The take will be made with its new settings.')
    closeDialog()
  } catch (error) {
    jobStore.setState({ trouble: toTrouble(error) })
  } finally {
    jobStore.setState({ saving: false })
  }
}

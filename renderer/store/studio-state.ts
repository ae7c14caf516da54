import type { StudioEvent } from '../../core/contract/events.ts'
import type { Device, Status } from '../../core/contract/system.ts'
import type { Bin } from '../../core/library/bins.ts'
import type { Media } from '../../core/library/media.ts'
import type { Job } from '../../core/generation/job.ts'
import type { Pack, Project, SequenceEntry, Shot, Take } from '../../core/library/entities.ts'
import type { Accelerator, PackProgress } from '../../core/library/packs.ts'

/** What the window knows of the studio. The studio is right; this is a copy that events keep fresh. */
export interface StudioState {
  /** `starting` until the first lists are here. */
  phase: 'starting' | 'ready'
  online: boolean
  project: Project | null
  /** Newest first. */
  shots: readonly Shot[]
  /** Imported files, in the order they came. */
  media: readonly Media[]
  /** By name. */
  bins: readonly Bin[]
  /** Of the project, oldest first. */
  sequences: readonly SequenceEntry[]
  /** In queue order. */
  jobs: readonly Job[]
  packs: readonly Pack[]
  /** Every one that was tried, the refused ones with the reason. */
  devices: readonly Device[]
  accelerators: readonly Accelerator[]
  /** The pack that is being brought; null where none is. */
  bringing: PackProgress | null
  status: Status | null
}

export const EMPTY_STUDIO: StudioState = {
  phase: 'starting',
  online: false,
  project: null,
  shots: [],
  media: [],
  bins: [],
  sequences: [],
  jobs: [],
  packs: [],
  devices: [],
  accelerators: [],
  bringing: null,
  status: null,
}

/** The state after an event; the same object where nothing that is kept here changed. */
export function reduceEvent(state: StudioState, event: StudioEvent): StudioState {
  switch (event.type) {
    case 'job':
      return { ...state, jobs: withJob(state.jobs, event.job) }
    case 'shot':
      return { ...state, shots: withShot(state.shots, event.shot) }
    case 'media':
      return { ...state, media: state.media.map((one) => (one.id === event.media.id ? event.media : one)) }
    case 'worker':
      return state.status === null
        ? state
        : { ...state, status: { ...state.status, workerRestarts: Math.max(event.restarts, 0) } }
    case 'pack':
      return { ...state, bringing: event }
    case 'packs':
    case 'library':
    case 'ready':
    case 'project':
    case 'preview':
    case 'sequence':
    case 'sequences':
      return state
  }
}

/** Adds or replaces a job and keeps the queue's order. */
export function withJob(jobs: readonly Job[], job: Job): Job[] {
  return sortJobs([...jobs.filter((other) => other.id !== job.id), job])
}

/** Queue order: by position, then by age. */
export function sortJobs(jobs: readonly Job[]): Job[] {
  return jobs.toSorted((a, b) => a.position - b.position || a.createdAt - b.createdAt)
}

/** Adds or replaces a shot; newest first. */
export function withShot(shots: readonly Shot[], shot: Shot): Shot[] {
  const index = shots.findIndex((other) => other.id === shot.id)
  if (index < 0) return sortShots([shot, ...shots])
  return shots.with(index, shot)
}

/** Newest first. */
export function sortShots(shots: readonly Shot[]): Shot[] {
  return shots.toSorted((a, b) => b.createdAt - a.createdAt)
}

/** Replaces a take within its shot, after a rating. */
export function withTake(shots: readonly Shot[], take: Take): readonly Shot[] {
  return shots.map((shot) =>
    shot.id === take.shot ? { ...shot, takes: shot.takes.map((other) => (other.id === take.id ? take : other)) } : shot,
  )
}

/** The take and its shot, by the take's id. */
export function findTake(shots: readonly Shot[], id: string | null): { shot: Shot; take: Take } | undefined {
  if (id === null) return undefined
  for (const shot of shots) {
    const take = shot.takes.find((candidate) => candidate.id === id)
    if (take) return { shot, take }
  }
  return undefined
}

/** The take that clips of a shot show: the picked one; undefined until one is finished. */
export function pickedTake(shot: Shot): Take | undefined {
  return shot.takes.find((take) => take.id === shot.picked) ?? shot.takes.at(-1)
}

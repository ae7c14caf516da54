import type { Job } from '../../core/generation/job.ts'
import type { Take } from '../../core/library/entities.ts'
import type { Media } from '../../core/library/media.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { useStudio, useTakesOf } from '../store/index.ts'
import type { KnownShot } from '../store/index.ts'
import { indexBy } from '../viewer/index-by.ts'
import { mediaIndex, mediaOfClip } from '../viewer/media-frames.ts'
import { takeOfClip } from '../viewer/shown-frame.ts'

/** Shots by id. */
export const shotIndex = indexBy<KnownShot>(({ id }) => id)

/** The shot that a clip points to; its takes are read while the component is there. */
export function useShotOf(clip: Clip): KnownShot | undefined {
  useTakesOf(clip.source.kind === 'shot' ? [clip.source.shot] : [])
  return useStudio(({ shots }) => (clip.source.kind === 'shot' ? shotIndex(shots).get(clip.source.shot) : undefined))
}

/** The take that a clip shows now. */
export function useTakeOf(clip: Clip): Take | null {
  return useStudio(({ shots }) => takeOfClip(clip, shotIndex(shots)))
}

/** The imported file that a clip shows or sounds. */
export function useMediaOf(clip: Clip): Media | null {
  return useStudio(({ media }) => mediaOfClip(clip, mediaIndex(media)))
}

/** The running generation or refinement of a shot, else one that waits or is paused. */
export function useJobOf(shot: string | null): Job | undefined {
  return useStudio(({ jobs }) => {
    if (shot === null) return undefined
    const of = (state: Job['state']): Job | undefined =>
      jobs.find((job) => job.state === state && job.payload.kind !== 'render' && job.payload.shot === shot)
    return of('running') ?? of('paused') ?? of('waiting')
  })
}

/** Where a job stands: a generation in steps, `16/24`, anything else in percent. */
export function stepsDone(job: Job): string {
  if (job.payload.kind !== 'generate') return `${Math.round(job.progress * 100)} %`
  const { steps } = job.payload.recipe
  return `${Math.min(steps, Math.round(job.progress * steps))}/${steps}`
}

import type { JSX } from 'react'
import type { Job } from '../../core/generation/job.ts'
import { deviceWords } from '../app/device-words.ts'
import { formatAgo, formatDuration } from '../app/format.ts'
import { mediaUrl } from '../api/index.ts'
import { findTake, jobAction, moveJob, selectTake, setWorkspace, useStudio, useTakesOf } from '../store/index.ts'
import { stepWords } from '../refine/refine-choices.ts'
import { Icon, IconButton, Progress } from '../ui/index.ts'
import { canEdit, editJob } from './job-store.ts'
import { LivePreview } from './live-preview.tsx'

/** One job: what it makes, how far it is, and what can be done with it. */
export function QueueRow({
  job,
  first,
  last,
  onDone,
}: {
  job: Job
  /** Whether it can move up, and down. */
  first: boolean
  last: boolean
  onDone: () => void
}): JSX.Element {
  const name = useStudio((state) => jobName(job, state.shots))
  const poster = useStudio((state) => findTake(state.shots, job.result?.take ?? null)?.take.poster)
  const { payload } = job
  useTakesOf(job.result === null || payload.kind === 'render' ? [] : [payload.shot])
  const waits = job.state === 'waiting' || job.state === 'paused'
  return (
    <li className="queue-row" aria-label={`${name}, ${job.state}`} data-job={job.id}>
      <span className="queue-picture">
        {payload.kind === 'generate' && job.state === 'running' ? (
          <LivePreview job={job.id} />
        ) : poster !== undefined ? (
          <img src={mediaUrl(poster)} alt="" draggable={false} />
        ) : (
          <Icon name={job.state === 'failed' ? 'warning' : payload.kind === 'render' ? 'export' : 'film'} size={14} />
        )}
      </span>
      <span className="queue-words">
        <span className="ellipsis" title={name}>
          {name}
        </span>
        <span className={job.state === 'failed' ? 'queue-state queue-failed' : 'queue-state'}>{stateWords(job)}</span>
        {job.followUp?.note && <span className="queue-state queue-note">{job.followUp.note}</span>}
        {job.state === 'running' && <Progress value={job.progress} label={`Progress of ${name}`} />}
      </span>
      <span className="queue-buttons">
        {waits && (
          <>
            <IconButton
              icon="chevronUp"
              size={12}
              label="Earlier"
              disabled={first}
              onClick={() => void moveJob(job.id, -1)}
            />
            <IconButton
              icon="chevronDown"
              size={12}
              label="Later"
              disabled={last}
              onClick={() => void moveJob(job.id, 1)}
            />
          </>
        )}
        {(job.state === 'running' || waits) && (
          // One button for both, so that it keeps the focus when the one becomes the other.
          <IconButton
            icon={job.state === 'paused' ? 'play' : 'pause'}
            size={12}
            label={job.state === 'paused' ? 'Go on' : 'Pause'}
            onClick={() => void jobAction(job.id, job.state === 'paused' ? 'resume' : 'pause')}
          />
        )}
        {canEdit(job) && <IconButton icon="pencil" size={12} label="Edit" onClick={() => editJob(job)} />}
        {job.state === 'failed' && (
          <IconButton icon="retry" size={12} label="Try again" onClick={() => void jobAction(job.id, 'retry')} />
        )}
        {job.state === 'done' && job.result?.take !== undefined && (
          <IconButton
            icon="expand"
            size={12}
            label="Show the take"
            onClick={() => {
              selectTake(job.result?.take ?? null)
              setWorkspace('generate')
              onDone()
            }}
          />
        )}
        {job.state !== 'done' && (
          <IconButton
            icon="close"
            size={12}
            label={job.state === 'failed' ? 'Dismiss' : 'Cancel'}
            onClick={() => void jobAction(job.id, 'cancel')}
          />
        )}
      </span>
    </li>
  )
}

function jobName(job: Job, shots: readonly { id: string; name: string }[]): string {
  const { payload } = job
  if (payload.kind === 'render') return `Export ${payload.out.split(/[\\/]/).at(-1) ?? ''}`
  const shot = shots.find((shot) => shot.id === payload.shot)?.name ?? payload.recipe.prompt
  if (payload.kind === 'generate') return shot
  return `${(payload.recipe.refine ?? []).slice(-payload.steps).map(stepWords).join(', ')}: ${shot}`
}

/** What the film does with it when it is done. */
const FILM = { show: 'then shown in the film', lengthen: 'then lengthens its clip', fill: 'then fills its gap' }

function stateWords(job: Job): string {
  const seed = job.payload.kind === 'generate' ? `seed ${job.payload.recipe.seed}` : ''
  const device = deviceOf(job)
  const film = job.followUp?.state === 'due' ? FILM[job.followUp.goal.kind] : ''
  const join = (...parts: string[]): string => parts.filter(Boolean).join(' · ')
  switch (job.state) {
    case 'running':
      return join(
        job.stage || 'starting',
        job.etaMs === null ? '' : `${formatDuration(job.etaMs)} left`,
        device,
        seed,
        film,
      )
    case 'failed':
      return job.error?.message ?? 'failed'
    case 'done':
    case 'cancelled':
      return join(job.state, formatAgo(job.endedAt ?? 0, Date.now()), device, seed)
    case 'waiting':
    case 'paused':
      return join(job.state, job.resumable ? 'goes on from its last step' : '', device, seed, film)
  }
}

/** Where it runs, or else where it may: the device that was asked for, or its recipe's. Nothing for an export. */
function deviceOf({ device, payload }: Job): string {
  if (payload.kind === 'render') return ''
  const { recipe } = payload
  const provider = payload.kind === 'refine' ? recipe.refine?.at(-1)?.provider : recipe.provider
  return deviceWords(device ?? payload.device ?? provider ?? recipe.provider)
}

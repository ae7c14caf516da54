import type { JSX } from 'react'
import type { Job } from '../../core/generation/job.ts'
import { formatDuration } from '../app/format.ts'
import { canEdit, editJob } from '../jobs/job-store.ts'
import { LivePreview } from '../jobs/live-preview.tsx'
import { jobAction } from '../store/index.ts'
import { Button, Icon, IconButton, Progress } from '../ui/index.ts'

/** A take that is being made, waits, was paused, or failed, in the place where it will stand. */
export function JobTile({ job, name }: { job: Job; name: string }): JSX.Element | null {
  if (job.payload.kind !== 'generate') return null
  const { seed, size } = job.payload.recipe
  const shape = { aspectRatio: `${size.width} / ${size.height}` }
  const label = `Take of ${name} with seed ${seed}`
  if (job.state === 'failed') {
    return (
      <li className="tile job-tile job-tile-failed" style={shape} aria-label={`${label}, failed`} data-job={job.id}>
        <Icon name="warning" size={14} />
        <p className="job-tile-why" title={job.error?.message}>
          {job.error?.message ?? 'It failed without a reason. Try it again.'}
          {job.error && <span className="trouble-code mono">{job.error.code}</span>}
        </p>
        <span className="job-tile-ways">
          <Button icon="retry" onClick={() => void jobAction(job.id, 'retry')}>
            Try again
          </Button>
          <Button icon="pencil" onClick={() => editJob(job)}>
            Edit
          </Button>
          <Button variant="quiet" onClick={() => void jobAction(job.id, 'cancel')}>
            Dismiss
          </Button>
        </span>
      </li>
    )
  }
  const running = job.state === 'running'
  return (
    <li
      className={running ? 'tile job-tile job-tile-running' : 'tile job-tile'}
      style={shape}
      aria-label={`${label}, ${job.state}`}
      data-job={job.id}
    >
      {running && <LivePreview job={job.id} />}
      {!running && <span className="job-tile-state">{job.state === 'paused' ? 'paused' : 'waiting'}</span>}
      <span className="job-tile-buttons">
        {canEdit(job) && <IconButton icon="pencil" size={12} label="Edit this take" onClick={() => editJob(job)} />}
        {job.state === 'paused' ? (
          <IconButton icon="play" size={12} label="Go on" onClick={() => void jobAction(job.id, 'resume')} />
        ) : (
          <IconButton icon="pause" size={12} label="Pause this take" onClick={() => void jobAction(job.id, 'pause')} />
        )}
        <IconButton icon="close" size={12} label="Cancel this take" onClick={() => void jobAction(job.id, 'cancel')} />
      </span>
      <span className="tile-foot">
        <span>{running ? runningWords(job) : ''}</span>
        <span className="mono tile-seed">{seed}</span>
      </span>
      {running && <Progress value={job.progress} label={`Progress of ${label}`} />}
    </li>
  )
}

/** "step 16 of 24 · 18 s left". */
function runningWords(job: Job): string {
  const stage = job.stage === '' ? 'starting' : job.stage
  return job.etaMs === null ? stage : `${stage} · ${formatDuration(job.etaMs)} left`
}

import type { JSX } from 'react'
import type { Job } from '../../core/generation/job.ts'
import { LivePreview } from '../jobs/live-preview.tsx'
import { setQueueOpen, useStudio } from '../store/index.ts'
import { shotIndex, stepsDone } from '../timeline/lookup.ts'
import { Progress } from '../ui/index.ts'

const SHOWN = 2

/** The head of the queue, at the foot of the panel. */
export function RunningJobs(): JSX.Element | null {
  const jobs = useStudio((state) => state.jobs)
  const open = jobs.filter((job) => job.state === 'running' || job.state === 'waiting')
  if (open.length === 0) return null
  return (
    <section className="insp-jobs" aria-label="Running">
      {open.slice(0, SHOWN).map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
      {open.length > SHOWN && (
        <button type="button" className="insp-more" onClick={() => setQueueOpen(true)}>
          {open.length - SHOWN} more in the queue
        </button>
      )}
    </section>
  )
}

function JobRow({ job }: { job: Job }): JSX.Element {
  const name = useStudio(({ shots }) =>
    job.payload.kind === 'render' ? 'Export film' : (shotIndex(shots).get(job.payload.shot)?.name ?? 'New shot'),
  )
  const state = stepsDone(job)
  return (
    <div className="insp-job">
      {job.payload.kind === 'generate' && job.state === 'running' && (
        <span className="insp-job-picture">
          <LivePreview job={job.id} />
        </span>
      )}
      <span className="insp-job-words">
        <span className="ellipsis">{name}</span>
        {job.state === 'running' && <Progress value={job.progress} label={`Progress of ${name}`} />}
      </span>
      <span className="mono insp-job-state">{job.state === 'running' ? state : 'next'}</span>
    </div>
  )
}

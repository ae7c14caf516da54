import type { JSX } from 'react'
import type { Job } from '../../core/generation/job.ts'
import { formatDuration } from '../app/format.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { attempt, jobAction, toast } from '../store/index.ts'
import { Button, Icon, Progress } from '../ui/index.ts'

interface ExportProgressProps {
  job: Job
  /** Back to the form, for another film. */
  onAgain: () => void
  onClose: () => void
}

/** How an export goes, and what came of it. */
export function ExportProgress({ job, onAgain, onClose }: ExportProgressProps): JSX.Element {
  if (job.state === 'done') return <Done job={job} onAgain={onAgain} onClose={onClose} />
  if (job.state === 'failed' || job.state === 'cancelled') return <Ended job={job} onAgain={onAgain} />
  return (
    <div className="export">
      <div className="export-line">
        <span className="ellipsis">{stageWords(job)}</span>
        <span className="mono export-percent">{Math.round(job.progress * 100)} %</span>
      </div>
      <Progress value={job.progress} label="Export progress" />
      <p className="export-words" role="status">
        {job.etaMs === null ? 'Working out how long it takes …' : `About ${formatDuration(job.etaMs)} left`}
      </p>
      <div className="export-foot">
        <p className="export-words">It goes on in the queue when you close this.</p>
        <Button onClick={() => void jobAction(job.id, 'cancel')}>Cancel export</Button>
        <Button variant="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  )
}

function Done({ job, onAgain, onClose }: ExportProgressProps): JSX.Element {
  const film = job.result?.film ?? (job.payload.kind === 'render' ? job.payload.out : '')
  return (
    <div className="export">
      <p className="export-done" role="status">
        <Icon name="check" size={14} />
        <span>
          The film is ready{job.result?.frames !== undefined && `: ${job.result.frames} frames`}
          {job.startedAt !== null && job.endedAt !== null && ` in ${formatDuration(job.endedAt - job.startedAt)}`}.
        </span>
      </p>
      <p className="export-path mono">{film}</p>
      <div className="export-foot">
        <Button icon="copy" onClick={() => void copyPath(film)}>
          Copy path
        </Button>
        <Button onClick={onAgain}>Export again</Button>
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  )
}

function Ended({ job, onAgain }: Omit<ExportProgressProps, 'onClose'>): JSX.Element {
  return (
    <div className="export">
      {job.error && job.state === 'failed' ? (
        <TroubleNote trouble={job.error} />
      ) : (
        <p className="export-words" role="status">
          The export was cancelled. No file was left behind.
        </p>
      )}
      <div className="export-foot">
        <Button onClick={onAgain}>Change settings</Button>
        <Button variant="primary" onClick={() => void jobAction(job.id, 'retry')}>
          Try again
        </Button>
      </div>
    </div>
  )
}

function stageWords(job: Job): string {
  if (job.state === 'waiting') return 'Waits for its turn in the queue'
  if (job.state === 'paused') return 'Paused in the queue'
  return job.stage || 'Starting'
}

async function copyPath(path: string): Promise<void> {
  const copied = await attempt(async () => {
    await navigator.clipboard.writeText(path)
    return true
  })
  if (copied) toast('The path is on the clipboard.')
}

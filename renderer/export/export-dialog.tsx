import { useState } from 'react'
import type { JSX } from 'react'
import './export.css'
import type { Job } from '../../core/generation/job.ts'
import { studioStore, useStudio } from '../store/index.ts'
import { Dialog } from '../ui/index.ts'
import { ExportForm } from './export-form.tsx'
import { ExportProgress } from './export-progress.tsx'

/** Exports the film. An export that runs is shown here again whenever the dialog opens. */
export function ExportDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  const [started, setStarted] = useState<string | null>(null)
  const job = useStudio(({ jobs }) => jobs.find(({ id }) => id === started) ?? jobs.find(isRunningExport))

  const close = (): void => {
    // What has ended has been seen; the next time starts with the form.
    if (job && job.endedAt !== null) setStarted(null)
    onClose()
  }

  return (
    <Dialog title="Export film" open={open} onClose={close} size="small">
      {job ? (
        <ExportProgress job={job} onAgain={() => setStarted(null)} onClose={close} />
      ) : (
        <ExportForm
          onStarted={(job) => {
            // Its first event may come after the answer does.
            const { jobs } = studioStore.getState()
            if (!jobs.some(({ id }) => id === job.id)) studioStore.setState({ jobs: [...jobs, job] })
            setStarted(job.id)
          }}
        />
      )}
    </Dialog>
  )
}

function isRunningExport(job: Job): boolean {
  return job.payload.kind === 'render' && (job.state === 'running' || job.state === 'waiting' || job.state === 'paused')
}

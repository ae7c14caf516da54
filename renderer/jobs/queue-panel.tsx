import type { JSX, RefObject } from 'react'
import './queue-panel.css'
import type { Job } from '../../core/generation/job.ts'
import { useStudio } from '../store/index.ts'
import { EmptyState, Popover } from '../ui/index.ts'
import { openJobs } from './queue-summary.ts'
import { QueueRow } from './queue-row.tsx'

const ENDED_SHOWN = 6

/** Everything that runs, waits or has ended lately. */
export function QueuePanel({
  anchor,
  onClose,
}: {
  anchor: RefObject<HTMLElement | null>
  onClose: () => void
}): JSX.Element {
  const jobs = useStudio((state) => state.jobs)
  const open = openJobs(jobs)
  const waiting = open.filter((job) => job.state !== 'running')
  const ended = endedLately(jobs)
  return (
    <Popover anchor={anchor} label="Queue" align="end" className="queue" onClose={onClose}>
      {open.length > 0 && (
        <ul aria-label="In the queue">
          {open.map((job) => (
            <QueueRow
              key={job.id}
              job={job}
              first={waiting[0]?.id === job.id}
              last={waiting.at(-1)?.id === job.id}
              onDone={onClose}
            />
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <>
          <h3 className="queue-head">Ended</h3>
          <ul aria-label="Ended">
            {ended.map((job) => (
              <QueueRow key={job.id} job={job} first last onDone={onClose} />
            ))}
          </ul>
        </>
      )}
      {open.length === 0 && ended.length === 0 && (
        <EmptyState title="The queue is empty">Takes and exports that you start are listed here.</EmptyState>
      )}
    </Popover>
  )
}

/** The newest ended jobs, newest first. */
function endedLately(jobs: readonly Job[]): Job[] {
  return jobs
    .filter((job) => job.endedAt !== null && job.state !== 'cancelled')
    .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
    .slice(0, ENDED_SHOWN)
}

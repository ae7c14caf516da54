import type { JSX, ReactNode } from 'react'
import './report.css'
import type { QueueReport } from '../../core/generation/report.ts'
import { formatAgo, plural } from '../app/format.ts'
import { useNow } from '../app/use-now.ts'
import { canEdit, editJob } from '../jobs/job-store.ts'
import { jobAction, selectTake, setWorkspace, useStudio } from '../store/index.ts'
import { Button, cx, Dialog, EmptyState, Icon } from '../ui/index.ts'
import type { IconName } from '../ui/index.ts'
import { closeReport, useReport } from './report-store.ts'
import { countWords } from './report-words.ts'

const SHOWN = 8

/** What became of the queue while nobody looked: first what failed and what can be done, then the rest. */
export function ReportDialog({ open }: { open: boolean; onClose: () => void }): JSX.Element | null {
  const report = useReport()
  return open && report !== null ? <Report report={report} /> : null
}

function Report({ report }: { report: QueueReport }): JSX.Element {
  const jobs = useStudio((state) => state.jobs)
  const now = useNow(60_000)
  const failed = report.failed.filter(({ job }) => jobs.find(({ id }) => id === job)?.state === 'failed')
  const close = (): void => void closeReport()
  const retryAll = (): void => {
    for (const { job } of failed) void jobAction(job, 'retry')
  }
  return (
    <Dialog
      open
      title="What became of the queue"
      onClose={close}
      className="report"
      footer={
        <>
          <span className="report-since">Since {formatAgo(report.since, now)}</span>
          {failed.length > 1 && (
            <Button icon="retry" onClick={retryAll}>
              Try all {failed.length} again
            </Button>
          )}
          <Button variant="primary" keys="Enter" data-autofocus onClick={close}>
            Done
          </Button>
        </>
      }
    >
      <p className="report-counts" role="status">
        {countWords(report)}
      </p>
      <Part title="Failed" lines={report.failed}>
        {(line) => <Failed key={line.job} line={line} />}
      </Part>
      <Part title="Finished" lines={report.finished}>
        {(line) => (
          <Line
            key={line.job}
            icon="check"
            title={line.title}
            ways={
              line.take !== null && (
                <Button
                  variant="quiet"
                  onClick={() => {
                    selectTake(line.take)
                    setWorkspace('generate')
                    close()
                  }}
                >
                  Show
                </Button>
              )
            }
          >
            {line.findings.length > 0 && <span>Look at it: the review found {line.findings.join(', ')}.</span>}
          </Line>
        )}
      </Part>
      <Part title="Went on after a stop" lines={report.resumed}>
        {(line) => (
          <Line key={line.job} icon="retry" title={line.title}>
            <span>
              Started {plural(line.attempts, 'time')}, {line.state} now.
            </span>
          </Line>
        )}
      </Part>
      <Part title="Short of memory" lines={report.thrifty}>
        {(line) => (
          <Line key={line.job} icon="info" title={line.title}>
            <span>{line.memory.join(' ')}</span>
          </Line>
        )}
      </Part>
      {report.finished.length + report.failed.length + report.open.length === 0 && (
        <EmptyState title="Nothing was in the queue">What runs while you are away is told here.</EmptyState>
      )}
    </Dialog>
  )
}

/** One kind of news, the newest first, with a count of those that are not shown. */
function Part<T>({
  title,
  lines,
  children,
}: {
  title: string
  lines: readonly T[]
  children: (line: T) => ReactNode
}): JSX.Element | null {
  if (lines.length === 0) return null
  return (
    <section className="report-part" aria-label={title}>
      <h3>
        {title} <span className="mono">{lines.length}</span>
      </h3>
      <ul>{lines.toReversed().slice(0, SHOWN).map(children)}</ul>
      {lines.length > SHOWN && <p className="report-more">and {lines.length - SHOWN} more</p>}
    </section>
  )
}

interface LineProps {
  icon: IconName
  title: string
  failed?: boolean
  /** What can be done about it. */
  ways?: ReactNode
  children: ReactNode
}

/** One job and what is to be said of it. */
function Line({ icon, title, failed = false, ways, children }: LineProps): JSX.Element {
  return (
    <li className={cx('report-line', failed && 'report-failed')}>
      <Icon name={icon} size={14} />
      <span className="report-words">
        <span className="ellipsis">{title}</span>
        {children}
      </span>
      {ways}
    </li>
  )
}

function Failed({ line }: { line: QueueReport['failed'][number] }): JSX.Element {
  const job = useStudio((state) => state.jobs.find(({ id }) => id === line.job))
  // Only the latest ended jobs are kept here; an older one has failed still.
  const still = job === undefined || job.state === 'failed'
  return (
    <Line
      icon="warning"
      title={line.title}
      failed
      ways={
        still && (
          <span className="report-ways">
            <Button icon="retry" onClick={() => void jobAction(line.job, 'retry')}>
              {line.resumable ? 'Go on' : 'Try again'}
            </Button>
            {job && canEdit(job) && (
              <Button variant="quiet" onClick={() => editJob(job)}>
                Edit
              </Button>
            )}
          </span>
        )
      }
    >
      <span className="report-why">
        {line.message} <span className="trouble-code mono">{line.code}</span>
      </span>
      {!still && <span role="status">{job.state === 'cancelled' ? 'Given up' : `Tried again: ${job.state}`}</span>}
    </Line>
  )
}

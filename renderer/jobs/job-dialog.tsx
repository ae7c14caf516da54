import { useRef } from 'react'
import type { JSX } from 'react'
import '../change/change.css'
import './job-dialog.css'
import { TroubleNote } from '../app/trouble-note.tsx'
import { PlanLine } from '../prompt/plan-line.tsx'
import { planWords } from '../prompt/plan-words.ts'
import { PromptField } from '../prompt/prompt-field.tsx'
import { usePlan } from '../prompt/use-plan.ts'
import { jobAction, useStudio } from '../store/index.ts'
import { Button, Dialog } from '../ui/index.ts'
import { planOf } from './job-draft.ts'
import type { GenerateJob, JobDraft } from './job-draft.ts'
import { JobFields } from './job-fields.tsx'
import { amendJob, canEdit, saveJob, useJobEdit } from './job-store.ts'

/** The settings of a take that has not begun, or that failed. */
export function JobDialog({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element | null {
  const { job: id, draft } = useJobEdit((state) => state)
  const job = useStudio((state) => state.jobs.find((one) => one.id === id))
  if (!open || !job || !draft) return null
  if (!canEdit(job)) return <Begun job={job.id} state={job.state} onClose={onClose} />
  return <Settings job={job} draft={draft} onClose={onClose} />
}

function Settings({ job, draft, onClose }: { job: GenerateJob; draft: JobDraft; onClose: () => void }): JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null)
  const { trouble: refused, saving } = useJobEdit((state) => state)
  const pack = useStudio((state) => state.packs.find(({ id }) => id === job.payload.recipe.pack.id))
  const { plan, trouble: unplanned } = usePlan(planOf(draft, job), 0)
  const trouble = refused ?? unplanned
  const ready = !saving && unplanned === null && draft.prompt.trim() !== ''
  const save = (): void => {
    if (ready) void saveJob()
  }
  const words = job.state === 'failed' ? 'Try again' : 'Save'
  return (
    <Dialog
      open
      title={job.state === 'failed' ? 'Edit a take that failed' : 'Edit a take of the queue'}
      onClose={onClose}
      className="job-dialog"
      footer={
        <>
          <PlanLine
            label="Plan of the take"
            className="job-plan"
            words={plan === null || trouble ? null : planWords(plan, 1)}
            fits={plan?.fits ?? true}
          />
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" keys="Enter" disabled={!ready} onClick={save}>
            {words}
          </Button>
        </>
      }
    >
      {job.error && <TroubleNote trouble={job.error} />}
      <div className="change-prompt">
        <PromptField
          field={field}
          label="Prompt of the take"
          placeholder="Say what it shows"
          value={draft.prompt}
          unknown={plan?.hints.map((hint) => hint.word) ?? []}
          small
          autoFocus
          onChange={(prompt) => amendJob({ prompt })}
          onEnter={save}
          onEscape={onClose}
        />
      </div>
      <JobFields job={job} draft={draft} pack={pack} />
      {job.resumable && (
        <p className="job-hint">It had begun: with other settings it starts from its first step again.</p>
      )}
      {trouble && <TroubleNote trouble={trouble} />}
    </Dialog>
  )
}

/** Its turn came while the dialog was open. */
function Begun({ job, state, onClose }: { job: string; state: string; onClose: () => void }): JSX.Element {
  return (
    <Dialog
      open
      size="small"
      title="Edit a take of the queue"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {state === 'running' && (
            <Button variant="primary" onClick={() => void jobAction(job, 'pause')}>
              Pause it
            </Button>
          )}
        </>
      }
    >
      <p>
        {state === 'running' ? 'It has begun meanwhile. Pause it to change its settings.' : `It is ${state} by now.`}
      </p>
    </Dialog>
  )
}

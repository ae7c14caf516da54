import { useEffect, useRef } from 'react'
import type { JSX } from 'react'
import './change.css'
import '../prompt/prompt.css'
import type { Take } from '../../core/library/entities.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { mediaUrl } from '../api/index.ts'
import { isPainted } from '../mask/mask-model.ts'
import { useMask } from '../mask/mask-store.ts'
import { PlanLine } from '../prompt/plan-line.tsx'
import { planWords } from '../prompt/plan-words.ts'
import { PromptField } from '../prompt/prompt-field.tsx'
import { usePlan } from '../prompt/use-plan.ts'
import { findTake, useStudio } from '../store/index.ts'
import { Button, Icon, IconButton, NumberField } from '../ui/index.ts'
import { changeTitle, requestOf } from './change-draft.ts'
import type { ChangeDraft } from './change-draft.ts'
import { ChangeFields } from './change-fields.tsx'
import { amendChange, setChange, useChange } from './change-store.ts'
import { NO_MASK, startChange, goalOf } from './start-change.ts'

/** The change that is being prepared: what it is made from, its settings, what it will cost. Null where there is none. */
export function ChangePanel(): JSX.Element | null {
  const draft = useChange((state) => state.draft)
  const shots = useStudio((state) => state.shots)
  const take = findTake(shots, draft?.take ?? null)?.take
  return draft && take ? <Panel key={`${draft.operation} ${draft.take}`} draft={draft} take={take} /> : null
}

function Panel({ draft, take }: { draft: ChangeDraft; take: Take }): JSX.Element {
  const panel = useRef<HTMLElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const { trouble: refused, starting } = useChange((state) => state)
  const unpainted = useMask((state) => state.take !== take.id || !isPainted(state.mask))
  const round = useStudio((state) => (state.online ? state.jobs.filter((job) => job.endedAt !== null).length : -1))
  const { plan, trouble: unplanned } = usePlan(requestOf(draft, take, NO_MASK), round)
  const trouble = refused ?? unplanned
  const maskMissing = draft.operation === 'inpaint' && unpainted
  const ready = !starting && !maskMissing && unplanned === null && draft.prompt.trim() !== ''
  const start = (): void => {
    if (ready) void startChange()
  }
  const close = (): void => setChange(null)

  useEffect(() => {
    const returnTo = document.activeElement
    const element = panel.current
    element?.focus({ preventScroll: true })
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body
      if ((lost || element?.contains(document.activeElement)) && returnTo instanceof HTMLElement) returnTo.focus()
    }
  }, [])

  return (
    <section
      ref={panel}
      className="change"
      aria-label="Change"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        if (event.key === 'Enter') start()
        else close()
      }}
    >
      <header className="change-head">
        <h3>{changeTitle(draft, take)}</h3>
        <IconButton icon="close" size={12} label="Leave the change" onClick={close} />
      </header>
      <Sources draft={draft} take={take} />
      <div className="change-prompt">
        <PromptField
          field={field}
          label="Prompt of the change"
          placeholder="Say what it shows"
          value={draft.prompt}
          unknown={plan?.hints.map((hint) => hint.word) ?? []}
          small
          onChange={(prompt) => amendChange({ prompt })}
          onEnter={start}
          onEscape={close}
        />
      </div>
      <ChangeFields draft={draft} take={take} unpainted={maskMissing} />
      <ShowChoice draft={draft} />
      {plan && plan.notes.length > 0 && (
        <ul className="change-notes" aria-label="What is done differently">
          {plan.notes.map((note) => (
            <li key={note}>
              <Icon name="info" size={12} /> <span>{note}</span>
            </li>
          ))}
        </ul>
      )}
      {trouble && <TroubleNote trouble={trouble} />}
      <PlanLine
        label="Plan of the change"
        className="change-plan"
        words={plan === null || trouble ? null : planWords(plan, draft.takes)}
        fits={plan?.fits ?? true}
      />
      <div className="change-go">
        <label className="prompt-takes">
          <span>Takes</span>
          <NumberField
            label="Takes of the change"
            className="setting-short"
            value={draft.takes}
            min={1}
            max={64}
            step={1}
            onChange={(takes) => amendChange({ takes })}
          />
        </label>
        <Button onClick={close}>Cancel</Button>
        <Button variant="primary" keys="Enter" disabled={!ready} onClick={start}>
          Start
        </Button>
      </div>
    </section>
  )
}

/** The takes that it is made from. */
function Sources({ draft, take }: { draft: ChangeDraft; take: Take }): JSX.Element {
  const shots = useStudio((state) => state.shots)
  const next = findTake(shots, draft.bridge?.next ?? null)?.take
  return (
    <div className="change-sources">
      {[take, ...(next ? [next] : [])].map((one, index) => (
        <figure key={index === 0 ? 'from' : 'to'}>
          <img src={mediaUrl(one.poster)} alt="" draggable={false} />
          <figcaption className="ellipsis">
            {index === 0 ? '' : 'to '}take {one.number} of {findTake(shots, one.id)?.shot.name}
          </figcaption>
        </figure>
      ))}
    </div>
  )
}

function ShowChoice({ draft }: { draft: ChangeDraft }): JSX.Element | null {
  const goal = goalOf({ ...draft, show: true })
  if (goal === null) return null
  const words = {
    show: 'Show it in the film when it is done',
    lengthen: 'Lengthen the clip when it is done',
    fill: 'Put it into the gap when it is done',
  }
  return (
    <label className="change-check">
      <input
        type="checkbox"
        checked={draft.show}
        onChange={(event) => amendChange({ show: event.currentTarget.checked })}
      />
      {words[goal.kind]}
    </label>
  )
}

import { useEffect, useId, useRef, useState } from 'react'
import type { JSX } from 'react'
import './prompt.css'
import { useCommand } from '../app/commands.ts'
import { TroubleNote } from '../app/trouble-note.tsx'
import { openDialog, uiStore, useStudio } from '../store/index.ts'
import { Button, NumberField } from '../ui/index.ts'
import { fieldOf, packOf, replaceWord, requestOf } from './draft.ts'
import { changeDraft, openDraft, usePrompt } from './draft-store.ts'
import { PlanLine } from './plan-line.tsx'
import { planWords } from './plan-words.ts'
import { PromptField } from './prompt-field.tsx'
import { SettingsRow } from './settings-row.tsx'
import { startTakes } from './start-takes.ts'
import { TargetChip } from './target-chip.tsx'
import { usePlan } from './use-plan.ts'
import { Vocabulary } from './vocabulary.tsx'
import { WordHints } from './word-hints.tsx'

const PLACEHOLDER = 'Say what the shot shows'

/** Words and settings of the next takes. `onStarted` hears of the shot that gets them, `onLeave` of Escape. */
export function PromptBox({
  onStarted,
  onLeave,
}: {
  onStarted: (shot: string) => void
  onLeave: () => void
}): JSX.Element | null {
  const project = useStudio((state) => state.project)
  const packs = useStudio((state) => state.packs)
  const shots = useStudio((state) => state.shots)
  // A finished job measures the machine anew, and a studio that was away may answer again.
  const round = useStudio((state) => (state.online ? state.jobs.filter((job) => job.endedAt !== null).length : -1))
  const { draft, trouble: refused, starting, project: opened } = usePrompt((state) => state)
  const [avoiding, setAvoiding] = useState(false)
  // Somebody who comes with a take in hand wants the keys to work on it.
  const [first] = useState(() => uiStore.getState().take === null)
  const prompt = useRef<HTMLTextAreaElement>(null)
  const negative = useRef<HTMLTextAreaElement>(null)
  const troubleId = useId()

  useEffect(() => {
    // Before the first paint would be nicer, but the project may change while this is mounted.
    if (project) openDraft(project, packs, shots)
  }, [project, packs, shots])

  const pack = packOf(draft, packs)
  const empty = draft.prompt.trim() === ''
  const { plan, trouble: unplanned } = usePlan(pack && !empty ? requestOf(draft, pack, shots) : null, round)
  const trouble = refused ?? unplanned
  const field = trouble === null ? null : fieldOf(trouble, draft)
  const hints = plan?.hints ?? []
  const unknown = (name: 'prompt' | 'negativePrompt'): string[] =>
    hints.filter((hint) => hint.field === name).map((hint) => hint.word)
  const showNegative = avoiding || draft.negativePrompt !== ''

  const start = (): void => {
    void startTakes().then((shot) => (shot === undefined ? undefined : onStarted(shot)))
  }
  const write = (words: string): void => {
    const before = draft.prompt.trimEnd()
    changeDraft({ prompt: before === '' ? words : `${before} ${words}` })
    prompt.current?.focus()
  }

  const note = trouble && (
    <div id={troubleId}>
      <TroubleNote trouble={trouble} />
    </div>
  )

  useCommand('prompt.focus', () => prompt.current?.focus())
  useCommand('prompt.generate', start, !empty && pack !== undefined && !starting)

  if (opened !== project?.id) return null
  return (
    <form
      className="prompt"
      aria-label="Prompt"
      onSubmit={(event) => {
        event.preventDefault()
        start()
      }}
    >
      <PromptField
        field={prompt}
        label="Prompt"
        placeholder={PLACEHOLDER}
        value={draft.prompt}
        unknown={unknown('prompt')}
        wrong={field === 'prompt' ? troubleId : undefined}
        autoFocus={first}
        onChange={(value) => changeDraft({ prompt: value })}
        onEnter={start}
        onEscape={onLeave}
      />
      {field === 'prompt' && note}
      {empty && pack && pack.examples.length > 0 && (
        <div className="prompt-examples" role="group" aria-label="Examples">
          {pack.examples.slice(0, 4).map((example) => (
            <button
              key={example}
              type="button"
              className="chip"
              onClick={() => {
                changeDraft({ prompt: example })
                prompt.current?.focus()
              }}
            >
              {example}
            </button>
          ))}
        </div>
      )}
      {showNegative && (
        <PromptField
          field={negative}
          label="Negative prompt"
          placeholder="What the shot must not show"
          value={draft.negativePrompt}
          unknown={unknown('negativePrompt')}
          wrong={field === 'negativePrompt' ? troubleId : undefined}
          autoFocus={avoiding}
          small
          onChange={(value) => changeDraft({ negativePrompt: value })}
          onEnter={start}
          onEscape={() => prompt.current?.focus()}
        />
      )}
      {field === 'negativePrompt' && note}
      <WordHints
        hints={hints}
        model={pack?.title ?? 'The model'}
        onReplace={(hint, by) => {
          changeDraft({ [hint.field]: replaceWord(draft[hint.field], hint.word, by) })
          prompt.current?.focus()
        }}
      />
      {pack ? (
        <SettingsRow draft={draft} pack={pack} packs={packs} wrong={field ? { field, id: troubleId } : null} />
      ) : (
        <p className="prompt-none">
          No model pack can be used. <Button onClick={() => openDialog('models')}>See the model packs</Button>
        </p>
      )}
      {field !== 'prompt' && field !== 'negativePrompt' && note}
      <div className="prompt-foot">
        <TargetChip draft={draft} />
        {pack && <Vocabulary pack={pack} onWord={write} />}
        {!showNegative && (
          <button type="button" className="chip" aria-label="Add a negative prompt" onClick={() => setAvoiding(true)}>
            avoid …
          </button>
        )}
        <div className="prompt-go">
          <PlanLine
            label="Plan"
            words={plan === null || empty ? null : planWords(plan, draft.takes)}
            fits={plan?.fits ?? true}
          />
          <div className="prompt-buttons">
            <label className="prompt-takes">
              <span>Takes</span>
              <NumberField
                label="Takes"
                className="setting-short"
                value={draft.takes}
                min={1}
                max={64}
                step={1}
                wrong={field === 'takes' ? troubleId : undefined}
                onChange={(takes) => changeDraft({ takes })}
              />
            </label>
            <Button
              type="submit"
              variant="primary"
              className="prompt-generate"
              keys="Enter"
              disabled={empty || !pack || starting}
            >
              {draft.takes === 1 ? 'Generate' : `Generate ${draft.takes} takes`}
            </Button>
          </div>
        </div>
      </div>
    </form>
  )
}

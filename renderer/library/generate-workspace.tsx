import { useEffect, useMemo, useRef, useState } from 'react'
import type { JSX } from 'react'
import './generate.css'
import { runCommand } from '../app/commands.ts'
import { changeDraft } from '../prompt/draft-store.ts'
import { PromptBox } from '../prompt/prompt-box.tsx'
import { selectTake, studioStore, uiStore, useStudio } from '../store/index.ts'
import { EmptyState } from '../ui/index.ts'
import { FilmStrip } from './film-strip.tsx'
import { ShotSection } from './shot-section.tsx'
import { moreTakes } from './take-actions.ts'
import { TakePanel } from './take-panel.tsx'
import { focusTake, useTakeCommands } from './use-take-commands.ts'
import { wallOf } from './wall.ts'

/** The Generate workspace: the prompt, walls of takes shot by shot, the selected take beside them, the film below. */
export function GenerateWorkspace(): JSX.Element {
  const shots = useStudio((state) => state.shots)
  const jobs = useStudio((state) => state.jobs)
  const rows = useMemo(() => wallOf(shots, jobs), [shots, jobs])
  const [renaming, setRenaming] = useState<string | null>(null)
  const waitingFor = useRef<string | null>(null)
  const firstWithTakes = rows.find((row) => row.shot.takes.length > 0)?.shot.id

  useTakeCommands({
    onNewShot: () => {
      changeDraft({ prompt: '', target: 'new' })
      focusPrompt()
    },
    onRename: setRenaming,
    onReuse: focusPrompt,
  })

  useEffect(() => {
    // Somebody who has just asked for a take wants to see it, not the one before.
    const shot = shots.find(({ id }) => id === waitingFor.current)
    const newest = shot?.takes.at(-1)
    if (newest && uiStore.getState().take === null) selectTake(newest.id)
  }, [shots])

  const started = (shot: string): void => {
    waitingFor.current = shot
    // After the new tiles are laid out.
    requestAnimationFrame(() =>
      document.querySelector(`[data-shot="${CSS.escape(shot)}"]`)?.scrollIntoView({ block: 'nearest' }),
    )
  }

  return (
    <main className="generate" aria-label="Generate">
      <div className="generate-main">
        <div className="generate-prompt">
          <PromptBox onStarted={started} onLeave={leavePrompt} />
        </div>
        <div className="generate-wall">
          {rows.length === 0 && (
            <EmptyState title="No shots yet">
              Say above what the first shot shows and press Enter. Its takes come up here, side by side, and the best of
              them goes to the film below.
            </EmptyState>
          )}
          {rows.map((row) => (
            <ShotSection
              key={row.shot.id}
              row={row}
              first={row.shot.id === firstWithTakes}
              renaming={renaming === row.shot.id}
              onRename={setRenaming}
              onMore={takeMore}
            />
          ))}
        </div>
        <FilmStrip />
      </div>
      <TakePanel onReuse={focusPrompt} />
    </main>
  )
}

function focusPrompt(): void {
  // After the box has its new words, so that the caret stands at their end.
  setTimeout(() => runCommand('prompt.focus'))
}

/** Escape in the prompt: the keys work on takes again. */
function leavePrompt(): void {
  const { take } = uiStore.getState()
  const first = studioStore.getState().shots.find((shot) => shot.takes.length > 0)?.takes[0]?.id
  const target = take ?? first
  if (target !== undefined) focusTake(target)
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

function takeMore(id: string): void {
  const shot = studioStore.getState().shots.find((candidate) => candidate.id === id)
  if (!shot) return
  moreTakes(shot.takes.at(-1), id, shot.prompt)
  focusPrompt()
}

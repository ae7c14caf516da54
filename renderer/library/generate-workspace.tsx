import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { CSSProperties, JSX } from 'react'
import './generate.css'
import { runCommand } from '../app/commands.ts'
import { changeDraft } from '../prompt/draft-store.ts'
import { PromptBox } from '../prompt/prompt-box.tsx'
import { selectTake, studioStore, uiStore, useStudio, useUi } from '../store/index.ts'
import { useSearch } from '../timeline/bin/use-search.ts'
import { Button, EmptyState } from '../ui/index.ts'
import { FilmStrip } from './film-strip.tsx'
import { ShotSection } from './shot-section.tsx'
import { moreTakes } from './take-actions.ts'
import { TakePanel } from './take-panel.tsx'
import { focusTake, useTakeCommands } from './use-take-commands.ts'
import { filterWall } from './wall-filter.ts'
import { TILE, WallTools } from './wall-tools.tsx'
import { wallOf } from './wall.ts'

const ALL = { starred: false, kept: false }

/** The Generate workspace: the prompt, walls of takes shot by shot, the selected take beside them, the film below. */
export function GenerateWorkspace(): JSX.Element {
  const shots = useStudio((state) => state.shots)
  const jobs = useStudio((state) => state.jobs)
  const [text, setText] = useState('')
  const [filter, setFilter] = useState(ALL)
  const [tile, setTile] = useState<number>(TILE.usual)
  const found = useSearch(text)
  const all = useMemo(() => wallOf(shots, jobs), [shots, jobs])
  const rows = useMemo(() => filterWall(all, filter, found), [all, filter, found])
  const [renaming, setRenaming] = useState<string | null>(null)
  const waitingFor = useRef<string | null>(null)
  const selected = useUi((state) => state.take)
  const inSight = rows.some((row) => row.takes.some((take) => take.id === selected))
  const firstWithTakes = rows.find((row) => row.takes.length > 0)?.shot.id

  useTakeCommands({
    onNewShot: () => {
      changeDraft({ prompt: '', target: 'new' })
      focusPrompt()
    },
    onRename: setRenaming,
    onReuse: focusPrompt,
  })

  useEffect(() => {
    const { take } = uiStore.getState()
    if (take !== null) focusTake(take)
  }, [])

  useEffect(() => {
    // Somebody who has just asked for a take wants to see it, not the one before.
    const shot = shots.find(({ id }) => id === waitingFor.current)
    const newest = shot?.takes.at(-1)
    if (newest && uiStore.getState().take === null) selectTake(newest.id)
  }, [shots])

  const takes = shots.reduce((sum, shot) => sum + shot.takes.length, 0)
  const showAll = (): void => {
    setText('')
    setFilter(ALL)
  }

  const rename = useCallback((shot: string | null): void => {
    setRenaming(shot)
    const { take } = uiStore.getState()
    // The field is gone: the keys work on the take again.
    if (shot === null && take !== null) focusTake(take)
  }, [])

  const started = (shot: string): void => {
    waitingFor.current = shot
    // After the new tiles are laid out.
    requestAnimationFrame(() =>
      document.querySelector(`[data-shot="${CSS.escape(shot)}"]`)?.scrollIntoView({ block: 'nearest' }),
    )
  }

  return (
    <main className="generate" aria-label="Generate">
      <h1 className="visually-hidden">Generate</h1>
      <div className="generate-main">
        <div className="generate-prompt">
          <PromptBox onStarted={started} onLeave={leavePrompt} />
        </div>
        {takes > 0 && (
          <WallTools
            shots={rows.length}
            takes={rows.reduce((sum, row) => sum + row.takes.length, 0)}
            text={text}
            onText={setText}
            filter={filter}
            onFilter={setFilter}
            tile={tile}
            onTile={setTile}
          />
        )}
        <div className="generate-wall" style={{ '--tile': `${tile}px` } as CSSProperties}>
          {all.length > 0 && rows.length === 0 && (
            <EmptyState title="Nothing fits" action={<Button onClick={showAll}>Show all takes</Button>}>
              No take has these words and marks.
            </EmptyState>
          )}
          {all.length === 0 && (
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
              entry={row.shot.id === firstWithTakes && !inSight}
              renaming={renaming === row.shot.id}
              onRename={rename}
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

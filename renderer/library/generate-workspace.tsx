import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { CSSProperties, JSX } from 'react'
import './generate.css'
import { runCommand } from '../app/commands.ts'
import { changeDraft } from '../prompt/draft-store.ts'
import { PromptBox } from '../prompt/prompt-box.tsx'
import { findTake, isRead, selectTake, studioStore, uiStore, useStudio, useUi } from '../store/index.ts'
import { questionOf } from '../timeline/bin/filter.ts'
import { useSearch } from '../timeline/bin/use-search.ts'
import { Button, EmptyState, useWindow } from '../ui/index.ts'
import { useSize } from '../viewer/use-size.ts'
import { FilmStrip } from './film-strip.tsx'
import { sectionHeight, ShotSection } from './shot-section.tsx'
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
  const { found, more } = useSearch(questionOf(text, { ...filter, label: null, favourite: false }))
  const all = useMemo(() => wallOf(shots, jobs), [shots, jobs])
  const rows = useMemo(() => filterWall(all, filter, text, found), [all, filter, text, found])
  const [renaming, setRenaming] = useState<string | null>(null)
  const waitingFor = useRef<string | null>(null)
  const selected = useUi((state) => state.take)
  const inSight = rows.some((row) => row.takes.some((take) => take.id === selected))
  const firstWithTakes = rows.find(({ shot, takes }) => takes.length > 0 || !isRead(shot))?.shot.id

  const wall = useRef<HTMLDivElement>(null)
  const { width } = useSize(wall)
  const keys = useMemo(() => rows.map(({ shot }) => shot.id), [rows])
  const estimate = useCallback(
    (index: number) => (rows[index] ? sectionHeight(rows[index], width, tile) : 0),
    [rows, width, tile],
  )
  const { show, ...view } = useWindow(wall, { keys, estimate })
  useEffect(() => {
    if (view.to >= rows.length) more?.()
  }, [view.to, rows.length, more])

  useTakeCommands({
    onNewShot: () => {
      changeDraft({ prompt: '', target: 'new' })
      focusPrompt()
    },
    onRename: setRenaming,
    onReuse: focusPrompt,
  })

  /** Brings a take into view and gives it the focus, however far it lies from what the wall shows. */
  const reveal = (id: string): void => {
    const shot = findTake(studioStore.getState().shots, id)?.shot
    if (focusTake(id) || !shot) return
    show(shot.id)
    requestAnimationFrame(() => focusTake(id))
  }
  useEffect(() => {
    const { take } = uiStore.getState()
    if (take !== null) reveal(take)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the workspace comes
  }, [])

  useEffect(() => {
    // Somebody who has just asked for a take wants to see it, not the one before.
    const shot = shots.find(({ id }) => id === waitingFor.current)
    const newest = shot?.takes.at(-1)
    if (newest && uiStore.getState().take === null) selectTake(newest.id)
  }, [shots])

  const takes = shots.reduce((sum, shot) => sum + shot.count, 0)
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
    show(shot)
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
            takes={rows.reduce((sum, { shot, takes }) => sum + (isRead(shot) ? takes.length : shot.count), 0)}
            text={text}
            onText={setText}
            filter={filter}
            onFilter={setFilter}
            tile={tile}
            onTile={setTile}
          />
        )}
        <div ref={wall} className="generate-wall" style={{ '--tile': `${tile}px` } as CSSProperties}>
          {all.length > 0 && rows.length === 0 && more === null && (
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
          <div style={{ height: view.before }} />
          {rows.slice(view.from, view.to).map((row) => (
            <ShotSection
              ref={view.rowRef(row.shot.id)}
              key={row.shot.id}
              row={row}
              first={row.shot.id === firstWithTakes}
              entry={row.shot.id === firstWithTakes && !inSight}
              renaming={renaming === row.shot.id}
              onRename={rename}
              onMore={takeMore}
            />
          ))}
          <div style={{ height: view.after }} />
        </div>
        <FilmStrip onReveal={reveal} />
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

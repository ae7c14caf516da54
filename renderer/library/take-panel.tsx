import { useState } from 'react'
import type { JSX } from 'react'
import type { Shot, Take } from '../../core/library/entities.ts'
import { useCommand } from '../app/commands.ts'
import { ChangeChips } from '../change/change-chips.tsx'
import { ChangePanel } from '../change/change-panel.tsx'
import { useChange } from '../change/change-store.ts'
import { noteSeen } from '../change/spot.ts'
import { RecipeSummary } from '../inspector/recipe-summary.tsx'
import '../inspector/inspector.css'
import { findTake, useStudio, useUi } from '../store/index.ts'
import { EmptyState, IconButton, Kbd, Slider } from '../ui/index.ts'
import { TakePlayer } from '../viewer/take-player.tsx'
import { openTake, reuseTake } from './take-actions.ts'
import { TakeWays } from './take-ways.tsx'

/** The selected take: its picture, what can be done with it, and what it was made from. */
export function TakePanel({ onReuse }: { onReuse: () => void }): JSX.Element {
  const id = useUi((state) => state.take)
  const shots = useStudio((state) => state.shots)
  const found = findTake(shots, id)
  const changing = useChange((state) => state.draft !== null)
  const covered = useUi((state) => state.dialog === 'viewer')
  if (changing && !covered) {
    return (
      <aside className="take-panel" aria-label="Selected take">
        <header className="pane-head">
          <h2>Change</h2>
        </header>
        <div className="take-panel-change">
          <ChangePanel />
        </div>
      </aside>
    )
  }
  return (
    <aside className="take-panel" aria-label="Selected take">
      {found ? (
        <TakeDetails key={found.take.id} shot={found.shot} take={found.take} onReuse={onReuse} />
      ) : (
        <EmptyState title="No take is selected">
          {shots.some((shot) => shot.count > 0) ? (
            <>
              Click a take, or press <Kbd keys="ArrowRight" />, to play it and see what it was made from.
            </>
          ) : (
            'The first take that is finished is shown here, with what it was made from.'
          )}
        </EmptyState>
      )}
    </aside>
  )
}

function TakeDetails({ shot, take, onReuse }: { shot: Shot; take: Take; onReuse: () => void }): JSX.Element {
  const [playing, setPlaying] = useState(false)
  const [at, setAt] = useState(0)
  const [from, setFrom] = useState(0)
  const show = (frame: number): void => {
    setAt(frame)
    noteSeen(take.id, frame)
  }
  const toggle = (): void => {
    setFrom(at)
    setPlaying(!playing)
  }
  const reuse = (seed: 'same' | 'new'): void => {
    reuseTake(take, seed)
    onReuse()
  }
  useCommand('play.toggle', toggle)
  return (
    <>
      <header className="pane-head">
        <h2 className="ellipsis" title={shot.name}>
          Take {take.number} <span className="take-panel-shot">{shot.name}</span>
        </h2>
        <IconButton
          className="pane-head-end"
          icon="expand"
          label="Open take"
          keys="O"
          size={14}
          onClick={() => openTake(take.id)}
        />
      </header>
      <div className="take-panel-body">
        <div className="take-panel-picture" onClick={toggle} onDoubleClick={() => openTake(take.id)}>
          <TakePlayer take={take} playing={playing} index={from} onFrame={show} />
        </div>
        <div className="take-panel-transport">
          <IconButton
            icon={playing ? 'pause' : 'play'}
            label={playing ? 'Pause' : 'Play'}
            keys="Space"
            size={14}
            onClick={toggle}
          />
          <Slider
            label="Frame"
            value={at}
            min={0}
            max={take.frames - 1}
            step={1}
            valueText={`frame ${at + 1} of ${take.frames}`}
            onChange={(frame) => {
              setPlaying(false)
              setFrom(frame)
              setAt(frame)
            }}
          />
          <span className="mono take-panel-frame">
            {at + 1}/{take.frames}
          </span>
        </div>
        <TakeWays shot={shot} take={take} reuse={reuse} />
        <ChangeChips take={take} />
        <RecipeSummary take={take} />
      </div>
    </>
  )
}

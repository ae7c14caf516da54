import { useState } from 'react'
import type { JSX, KeyboardEvent } from 'react'
import './take-viewer.css'
import type { Shot, Take } from '../../core/library/entities.ts'
import { timecode } from '../../core/timeline/time.ts'
import { RecipeSummary } from '../inspector/recipe-summary.tsx'
import '../inspector/inspector.css'
import { closeDialog, findTake, rateTake, selectTake, useStudio, useUi } from '../store/index.ts'
import { Button, Dialog, EmptyState, IconButton, Slider } from '../ui/index.ts'
import { TakePlayer } from '../viewer/take-player.tsx'
import { chooseTake, putInFilm, reuseTake } from './take-actions.ts'
import { takeBeside } from './wall.ts'

/** One take, large: frame by frame, with what it was made from. */
export function TakeViewer({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  const id = useUi((state) => state.take)
  const shots = useStudio((state) => state.shots)
  const found = findTake(shots, id)
  return (
    <Dialog
      title={found ? `Take ${found.take.number} of ${found.shot.name}` : 'Take'}
      open={open}
      onClose={onClose}
      className="take-viewer"
    >
      {found ? (
        <Body key={found.take.id} shot={found.shot} take={found.take} />
      ) : (
        <EmptyState title="No take is selected">Select a take on the wall, then open it.</EmptyState>
      )}
    </Dialog>
  )
}

/** The picture has the keys: the attribute tells a dialog that is about to open, the call one that is open already. */
function takeFocus(picture: HTMLElement | null): void {
  picture?.setAttribute('autofocus', '')
  picture?.focus()
}

function Body({ shot, take }: { shot: Shot; take: Take }): JSX.Element {
  const [playing, setPlaying] = useState(true)
  const [at, setAt] = useState(0)
  const [from, setFrom] = useState(0)
  const last = take.frames - 1
  const stand = (frame: number): void => {
    const held = Math.min(last, Math.max(0, frame))
    setPlaying(false)
    setFrom(held)
    // The picture follows a moment later; the next key must count from here.
    setAt(held)
  }
  const toggle = (): void => {
    setFrom(at)
    setPlaying(!playing)
  }
  const beside = (step: 1 | -1): void => {
    const next = takeBeside(
      shot.takes.map((one) => one.id),
      take.id,
      step,
    )
    if (next !== undefined) selectTake(next)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target instanceof HTMLElement ? event.target : null
    const onControl = target?.closest('button, input') !== null
    // Space and Enter press a button that has the focus, and the arrows move a slider.
    if (onControl && (event.key === ' ' || event.key === 'Enter')) return
    if (target?.matches('input') && event.key.startsWith('Arrow')) return
    const keys: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => stand(at - 1),
      ArrowRight: () => stand(at + 1),
      Home: () => stand(0),
      End: () => stand(last),
      ArrowUp: () => beside(-1),
      ArrowDown: () => beside(1),
      ' ': toggle,
      k: toggle,
      e: () => putInFilm(take.id, null),
      Enter: () => chooseTake(take),
      x: () => void rateTake(take, { rejected: !take.rejected }),
      v: () => reuse('new'),
      g: () => reuse('same'),
    }
    const run = /^[0-5]$/.test(event.key) ? () => void rateTake(take, { rating: Number(event.key) }) : keys[event.key]
    if (!run) return
    event.preventDefault()
    run()
  }
  const reuse = (seed: 'same' | 'new'): void => {
    reuseTake(take, seed)
    closeDialog()
  }
  const place = shot.takes.findIndex((one) => one.id === take.id)

  return (
    <div className="viewer-body" onKeyDown={onKeyDown}>
      <div className="viewer-main">
        <div
          ref={takeFocus}
          className="viewer-picture"
          tabIndex={0}
          role="group"
          aria-label="Picture. Left and right step by one frame, space plays"
          onClick={toggle}
        >
          <div className="viewer-fit" style={{ aspectRatio: `${take.size.width} / ${take.size.height}` }}>
            <TakePlayer take={take} playing={playing} index={from} onFrame={setAt} />
          </div>
        </div>
        <div className="viewer-transport" role="group" aria-label="Transport">
          <IconButton icon="toStart" label="First frame" keys="Home" size={14} onClick={() => stand(0)} />
          <IconButton icon="stepBack" label="Previous frame" keys="ArrowLeft" size={14} onClick={() => stand(at - 1)} />
          <IconButton
            icon={playing ? 'pause' : 'play'}
            label={playing ? 'Pause' : 'Play'}
            keys="Space"
            onClick={toggle}
          />
          <IconButton icon="stepForward" label="Next frame" keys="ArrowRight" size={14} onClick={() => stand(at + 1)} />
          <IconButton icon="toEnd" label="Last frame" keys="End" size={14} onClick={() => stand(last)} />
          <Slider
            label="Frame"
            value={at}
            min={0}
            max={last}
            step={1}
            valueText={`frame ${at + 1} of ${take.frames}`}
            onChange={stand}
          />
          <output className="mono viewer-at" aria-label="Frame on screen" aria-live="off">
            {timecode(at, take.rate)} · {at + 1}/{take.frames}
          </output>
        </div>
      </div>
      <div className="viewer-side">
        <div className="viewer-takes">
          <IconButton
            icon="chevronUp"
            label="Take before"
            keys="ArrowUp"
            disabled={place <= 0}
            onClick={() => beside(-1)}
          />
          <IconButton
            icon="chevronDown"
            label="Take after"
            keys="ArrowDown"
            disabled={place >= shot.takes.length - 1}
            onClick={() => beside(1)}
          />
          <span>
            {place + 1} of {shot.takes.length}
            {shot.picked === take.id && ', chosen'}
            {take.rejected && ', rejected'}
          </span>
        </div>
        <RecipeSummary take={take} />
        <div className="take-panel-ways">
          <Button keys="E" onClick={() => putInFilm(take.id, null)}>
            Add to the film
          </Button>
          <Button keys="Enter" disabled={shot.picked === take.id} onClick={() => chooseTake(take)}>
            {shot.picked === take.id ? 'Chosen' : 'Choose'}
          </Button>
          <Button keys="V" onClick={() => reuse('new')}>
            Vary
          </Button>
          <Button keys="G" onClick={() => reuse('same')}>
            Use settings
          </Button>
        </div>
      </div>
    </div>
  )
}

import { useEffect } from 'react'
import type { JSX } from 'react'
import './take-viewer.css'
import type { Shot, Take } from '../../core/library/entities.ts'
import { ChangeChips } from '../change/change-chips.tsx'
import { ChangePanel } from '../change/change-panel.tsx'
import { changeStore, setChange, useChange } from '../change/change-store.ts'
import { noteSeen } from '../change/spot.ts'
import { CompareViewer } from '../compare/compare-viewer.tsx'
import { RecipeSummary } from '../inspector/recipe-summary.tsx'
import '../inspector/inspector.css'
import { MaskOverlay } from '../mask/mask-overlay.tsx'
import { MaskTools } from '../mask/mask-tools.tsx'
import { closeDialog, findTake, openViewer, rateTake, selectTake, uiStore, useStudio, useUi } from '../store/index.ts'
import { Dialog, EmptyState, IconButton } from '../ui/index.ts'
import { TakePlayer } from '../viewer/take-player.tsx'
import { chooseTake, putInFilm, reuseTake } from './take-actions.ts'
import { TakeWays } from './take-ways.tsx'
import { runKey, useStanding } from './use-standing.ts'
import { ViewerTransport } from './viewer-transport.tsx'
import { takeBeside } from './wall.ts'

/** One take, large: frame by frame, with what it was made from; a mask is painted over it, or it is compared with another. */
export function TakeViewer({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  const id = useUi((state) => state.take)
  const mode = useUi((state) => state.viewerMode)
  const shots = useStudio((state) => state.shots)
  const found = findTake(shots, id)
  const name = found ? `Take ${found.take.number} of ${found.shot.name}` : 'Take'
  return (
    <Dialog
      title={mode === 'compare' ? 'Compare takes' : mode === 'mask' ? `Mask over ${name}` : name}
      open={open}
      onClose={onClose}
      onEscape={leaveLayer}
      className="take-viewer"
    >
      {mode === 'compare' ? (
        <CompareViewer />
      ) : found ? (
        <Body key={found.take.id} shot={found.shot} take={found.take} />
      ) : (
        <EmptyState title="No take is selected">Select a take on the wall, then open it.</EmptyState>
      )}
    </Dialog>
  )
}

/** Escape: the mask or the comparison, then the change, then the viewer. */
function leaveLayer(): void {
  if (uiStore.getState().viewerMode !== 'look') openViewer('look')
  else if (changeStore.getState().draft !== null) setChange(null)
  else closeDialog()
}

/** The picture has the keys: the attribute tells a dialog that is about to open, the call one that is open already. */
function takeFocus(picture: HTMLElement | null): void {
  picture?.setAttribute('autofocus', '')
  picture?.focus()
}

function Body({ shot, take }: { shot: Shot; take: Take }): JSX.Element {
  const painting = useUi((state) => state.viewerMode === 'mask')
  const standing = useStanding(take.frames, { playing: !painting, at: 0 })
  const { playing, at, from, stand, toggle, show } = standing
  useEffect(() => noteSeen(take.id, at), [take.id, at])
  useEffect(() => {
    // A mask is painted over a picture that stands.
    if (painting) stand(at)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the painting begins
  }, [painting])
  const beside = (step: 1 | -1): void => {
    const next = takeBeside(
      shot.takes.map((one) => one.id),
      take.id,
      step,
    )
    if (next !== undefined) selectTake(next)
  }
  const reuse = (seed: 'same' | 'new'): void => {
    reuseTake(take, seed)
    closeDialog()
  }
  const rate = (rating: number) => () => void rateTake(take, { rating })
  const ofTake: Readonly<Record<string, () => void>> = {
    ArrowUp: () => beside(-1),
    ArrowDown: () => beside(1),
    e: () => putInFilm(take.id, null),
    Enter: () => chooseTake(take),
    x: () => void rateTake(take, { rejected: !take.rejected }),
    v: () => reuse('new'),
    g: () => reuse('same'),
    ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((stars) => [String(stars), rate(stars)])),
  }

  return (
    <div
      className="viewer-body"
      onKeyDown={(event) => runKey(event, painting ? standing.keys : { ...standing.keys, ...ofTake })}
    >
      <div className="viewer-main">
        {painting && <MaskTools take={take} at={at} onFrame={stand} />}
        <div
          ref={takeFocus}
          className="viewer-picture"
          tabIndex={0}
          role="group"
          aria-label="Picture. Left and right step by one frame, space plays"
          onClick={painting ? undefined : toggle}
        >
          <div className="viewer-fit" style={{ aspectRatio: `${take.size.width} / ${take.size.height}` }}>
            <TakePlayer take={take} playing={playing} index={from} onFrame={show} />
            {painting && <MaskOverlay take={take} at={at} />}
          </div>
        </div>
        <ViewerTransport take={take} at={at} playing={playing} stand={stand} toggle={toggle} />
      </div>
      <ViewerSide shot={shot} take={take} beside={beside} reuse={reuse} />
    </div>
  )
}

function ViewerSide({
  shot,
  take,
  beside,
  reuse,
}: {
  shot: Shot
  take: Take
  beside: (step: 1 | -1) => void
  reuse: (seed: 'same' | 'new') => void
}): JSX.Element {
  const changing = useChange((state) => state.draft !== null)
  const place = shot.takes.findIndex((one) => one.id === take.id)
  if (changing) {
    return (
      <div className="viewer-side viewer-change">
        <ChangePanel />
      </div>
    )
  }
  return (
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
      <ChangeChips take={take} />
      <RecipeSummary take={take} />
      <TakeWays shot={shot} take={take} reuse={reuse} />
    </div>
  )
}

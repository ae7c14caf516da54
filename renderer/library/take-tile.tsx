import { memo, useState } from 'react'
import type { JSX } from 'react'
import type { Take } from '../../core/library/entities.ts'
import { mediaUrl } from '../api/index.ts'
import { selectTake, toggleTake, useUi } from '../store/index.ts'
import { endTakeDrag, startTakeDrag } from '../timeline/use-drop.ts'
import { changeItems, commandItem } from '../change/change-items.ts'
import { refineItems } from '../refine/refine-items.ts'
import { cx, Stars, useContextMenu } from '../ui/index.ts'
import { TakePlayer } from '../viewer/take-player.tsx'
import { PointerStars } from './pointer-stars.tsx'
import { openTake } from './take-actions.ts'
import { takeWords } from './take-words.ts'

interface TakeTileProps {
  take: Take
  /** Clips of the shot show this take. */
  picked: boolean
  /** Whether Tab stops here although another take, or none, is selected. */
  entry: boolean
}

const STILL = matchMedia('(prefers-reduced-motion: reduce)')

/** A take on the wall: plays under the pointer, is selected by a click, opened by a double click, dragged to the film. */
export const TakeTile = memo(function TakeTile({ take, picked, entry }: TakeTileProps): JSX.Element {
  const [over, setOver] = useState(false)
  const current = useUi((state) => state.take === take.id)
  const selected = useUi((state) => state.takes.includes(take.id))
  const { onContextMenu, menu } = useContextMenu(takeWords(take, picked), () => [
    ...changeItems(take),
    null,
    commandItem('take.compare'),
    commandItem('change.bridge'),
    commandItem('take.grid'),
    commandItem('take.lineage'),
    null,
    ...refineItems(take),
  ])
  return (
    <>
      <div
        role="option"
        tabIndex={current || entry ? 0 : -1}
        aria-selected={selected}
        aria-label={takeWords(take, picked)}
        data-take={take.id}
        className={cx('tile', selected && 'is-selected', take.rejected && 'is-rejected')}
        style={{ aspectRatio: `${take.size.width} / ${take.size.height}` }}
        draggable
        onPointerEnter={(event) => setOver(event.pointerType === 'mouse')}
        onPointerLeave={() => setOver(false)}
        onFocus={(event) => {
          // A press that adds to the selection must not begin by clearing it.
          if (!current && event.currentTarget.matches(':focus-visible')) selectTake(take.id)
        }}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) toggleTake(take.id)
          else selectTake(take.id)
        }}
        onDoubleClick={() => openTake(take.id)}
        onContextMenu={(event) => {
          // The menu of one of several selected takes is about all of them.
          if (!selected) selectTake(take.id)
          onContextMenu(event)
        }}
        onDragStart={(event) => {
          setOver(false)
          selectTake(take.id)
          const picture = event.currentTarget.querySelector('img')
          if (picture) event.dataTransfer.setDragImage(picture, 24, 24)
          startTakeDrag(event, take.id)
        }}
        onDragEnd={endTakeDrag}
      >
        <img src={mediaUrl(take.poster)} alt="" draggable={false} loading="lazy" decoding="async" />
        {over && <TakePlayer take={take} playing={!STILL.matches} />}
        {picked && (
          <span className="tile-badge" data-tip="Clips of this shot show this take">
            chosen
          </span>
        )}
        <span className="tile-foot">
          {take.rejected ? <span>rejected</span> : over ? <PointerStars take={take} /> : <Stars value={take.rating} />}
          <span className="mono tile-seed">{take.recipe.seed}</span>
        </span>
      </div>
      {menu}
    </>
  )
})

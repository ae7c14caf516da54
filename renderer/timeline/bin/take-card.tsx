import { memo } from 'react'
import type { JSX } from 'react'
import type { Shot, Take } from '../../../core/library/entities.ts'
import { toSeconds } from '../../../core/timeline/time.ts'
import { mediaUrl } from '../../api/index.ts'
import { formatSeconds } from '../../app/format.ts'
import { foundWords } from '../../review/review-words.ts'
import { selectClip, selectTake, useUi } from '../../store/index.ts'
import { changeItems, commandItem } from '../../change/change-items.ts'
import { useEntryMenu } from '../../organise/entry-menu.tsx'
import { MarkDots } from '../../organise/marks.tsx'
import { refineItems } from '../../refine/refine-items.ts'
import { cx, Stars, useContextMenu } from '../../ui/index.ts'
import { appendToTrack } from '../edits.ts'
import { endTakeDrag, startTakeDrag } from '../use-drop.ts'
import { SkimStrip } from './skim-strip.tsx'

/** A take in the bin: selected by a click, added by a double click, dragged to the tracks. */
export const TakeCard = memo(function TakeCard({ shot, take }: { shot: Shot; take: Take }): JSX.Element {
  const selected = useUi((state) => state.take === take.id)
  const entry = useEntryMenu({ kind: 'take', id: take.id }, take, `Take ${take.number}`)
  const { onContextMenu, menu } = useContextMenu(`Take ${take.number} of ${shot.name}`, () => [
    { label: 'Add to the end', keys: 'E', onSelect: () => appendToTrack(take.id) },
    null,
    ...changeItems(take),
    null,
    commandItem('take.grid'),
    commandItem('take.lineage'),
    null,
    ...refineItems(take),
    null,
    ...entry.items(),
  ])
  return (
    <>
      <button
        type="button"
        onContextMenu={(event) => {
          // What the menu does is meant for this take, and not for a clip.
          selectClip(null)
          selectTake(take.id)
          entry.onPointer(event)
          onContextMenu(event)
        }}
        draggable
        className={cx('bin-take', selected && 'is-selected', take.rejected && 'is-rejected')}
        aria-label={`Take ${take.number} of ${shot.name}`}
        aria-pressed={selected}
        aria-description={shot.picked === take.id ? 'shown in the film' : undefined}
        title={take.recipe.prompt}
        onClick={() => selectTake(take.id)}
        onDoubleClick={() => appendToTrack(take.id)}
        onDragStart={(event) => {
          selectTake(take.id)
          startTakeDrag(event, take.id)
        }}
        onDragEnd={endTakeDrag}
      >
        <span className="bin-picture" style={{ aspectRatio: `${take.size.width} / ${take.size.height}` }}>
          <img src={mediaUrl(take.poster)} alt="" draggable={false} loading="lazy" />
          <SkimStrip strip={take.filmstrip} frames={take.filmstripFrames} size={take.size} />
          {take.review && take.review.findings.length > 0 && (
            <span className="bin-found" data-tip={`Review: ${foundWords(take.review).toLowerCase()}`}>
              !
            </span>
          )}
          <span className="bin-number mono">{take.number}</span>
          {shot.picked === take.id && <span className="bin-picked" data-tip="Shown in the film" />}
        </span>
        <span className="bin-words">
          <span className="mono">{formatSeconds(toSeconds(take.frames, take.rate))}</span>
          <MarkDots label={take.label} favourite={take.favourite} />
          {take.rejected ? <span>rejected</span> : <Stars value={take.rating} />}
        </span>
      </button>
      {menu}
      {entry.menu}
    </>
  )
})

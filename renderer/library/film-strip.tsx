import { useMemo, useRef, useState } from 'react'
import type { DragEvent, JSX } from 'react'
import { sequenceLength } from '../../core/timeline/queries.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import { mediaUrl } from '../api/index.ts'
import { plural } from '../app/format.ts'
import { isRead, selectClip, selectTake, setWorkspace, useSequence } from '../store/index.ts'
import { useShotOf, useTakeOf } from '../timeline/lookup.ts'
import { cx } from '../ui/index.ts'
import { putInFilm } from './take-actions.ts'
import { slotAt } from './slot-at.ts'
import { TAKE_DRAG } from './take-drag.ts'

/** From one clip to the next, as in the style sheet. */
const CLIP_PX = 76
/** Clips are drawn in steps of so many, and so many of them at once: what the widest window shows, and a step on either side. */
const STEP = 16
const DRAWN = 80

/** The film so far, one picture a clip; takes are dropped between them. */
export function FilmStrip({ onReveal }: { onReveal: (take: string) => void }): JSX.Element | null {
  const sequence = useSequence((state) => state.shown)
  const list = useRef<HTMLOListElement>(null)
  const [slot, setSlot] = useState<number | null>(null)
  const items = sequence?.tracks.find((track) => track.kind === 'video')?.items
  const clips = useMemo(() => [...(items ?? [])], [items])
  const [step, setStep] = useState(0)
  const from = Math.max(0, step * STEP - STEP)
  const shown = clips.slice(from, step * STEP + DRAWN)
  if (!sequence) return null

  const slotOf = (event: DragEvent): number => {
    const boxes = [...(list.current?.children ?? [])].map((element) => element.getBoundingClientRect())
    return from + slotAt(boxes.slice(1, 1 + shown.length), event.clientX)
  }
  return (
    <section
      className={cx('film', slot !== null && 'is-over')}
      aria-label="Film"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(TAKE_DRAG)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
        setSlot(slotOf(event))
      }}
      onDragLeave={(event) => {
        const next = event.relatedTarget instanceof Node ? event.relatedTarget : null
        if (!event.currentTarget.contains(next)) setSlot(null)
      }}
      onDrop={(event) => {
        const take = event.dataTransfer.getData(TAKE_DRAG)
        const place = slotOf(event)
        setSlot(null)
        if (take === '') return
        event.preventDefault()
        putInFilm(take, clips[place]?.start ?? null)
      }}
    >
      <header className="film-head">
        <h2>Film</h2>
        <span className="mono">{sequenceTimecode(sequenceLength(sequence), sequence)}</span>
        <span>{plural(clips.length, 'clip')}</span>
      </header>
      {clips.length === 0 ? (
        <p className="film-none">Drag takes here, or press E on one. They become the film.</p>
      ) : (
        <ol
          ref={list}
          className="film-clips"
          onScroll={({ currentTarget }) => setStep(Math.floor(currentTarget.scrollLeft / (STEP * CLIP_PX)))}
        >
          <li className="film-room" style={{ width: from * CLIP_PX }} aria-hidden="true" />
          {shown.map((clip, index) => (
            <FilmClip
              key={clip.id}
              clip={clip}
              index={from + index}
              mark={slot === from + index ? 'before' : null}
              onReveal={onReveal}
            />
          ))}
          <li
            className="film-room"
            style={{ width: (clips.length - from - shown.length) * CLIP_PX }}
            aria-hidden="true"
          />
          <li className={cx('film-end', slot === clips.length && 'is-slot')} aria-hidden="true" />
        </ol>
      )}
    </section>
  )
}

interface FilmClipProps {
  clip: Clip
  index: number
  mark: 'before' | null
  onReveal: (take: string) => void
}

function FilmClip({ clip, index, mark, onReveal }: FilmClipProps): JSX.Element {
  const shot = useShotOf(clip)
  const take = useTakeOf(clip)
  return (
    <li className={cx('film-clip', mark !== null && 'is-slot')}>
      <button
        type="button"
        aria-label={`Clip ${index + 1}, ${clip.name}`}
        title={clip.name}
        onClick={() => {
          if (!take) return
          selectTake(take.id)
          onReveal(take.id)
        }}
        onDoubleClick={() => {
          selectClip(clip.id)
          setWorkspace('edit')
        }}
      >
        {take ? (
          <img src={mediaUrl(take.poster)} alt="" draggable={false} />
        ) : (
          (!shot || isRead(shot)) && <span>no take yet</span>
        )}
      </button>
    </li>
  )
}

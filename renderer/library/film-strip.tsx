import { useRef, useState } from 'react'
import type { DragEvent, JSX } from 'react'
import { sequenceLength } from '../../core/timeline/queries.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { sequenceTimecode } from '../../core/timeline/timecode.ts'
import { mediaUrl } from '../api/index.ts'
import { plural } from '../app/format.ts'
import { selectClip, selectTake, setWorkspace, useSequence } from '../store/index.ts'
import { useTakeOf } from '../timeline/lookup.ts'
import { cx } from '../ui/index.ts'
import { putInFilm } from './take-actions.ts'
import { focusTake } from './use-take-commands.ts'
import { slotAt } from './slot-at.ts'
import { TAKE_DRAG } from './take-drag.ts'

/** The film so far, one picture a clip; takes are dropped between them. */
export function FilmStrip(): JSX.Element | null {
  const sequence = useSequence((state) => state.shown)
  const list = useRef<HTMLOListElement>(null)
  const [slot, setSlot] = useState<number | null>(null)
  const clips = [...(sequence?.tracks.find((track) => track.kind === 'video')?.items ?? [])]
  if (!sequence) return null

  const slotOf = (event: DragEvent): number => {
    const boxes = [...(list.current?.children ?? [])].map((element) => element.getBoundingClientRect())
    return slotAt(boxes.slice(0, clips.length), event.clientX)
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
        <ol ref={list} className="film-clips">
          {clips.map((clip, index) => (
            <FilmClip key={clip.id} clip={clip} index={index} mark={slot === index ? 'before' : null} />
          ))}
          <li className={cx('film-end', slot === clips.length && 'is-slot')} aria-hidden="true" />
        </ol>
      )}
    </section>
  )
}

function FilmClip({ clip, index, mark }: { clip: Clip; index: number; mark: 'before' | null }): JSX.Element {
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
          focusTake(take.id)
        }}
        onDoubleClick={() => {
          selectClip(clip.id)
          setWorkspace('edit')
        }}
      >
        {take ? <img src={mediaUrl(take.poster)} alt="" draggable={false} /> : <span>no take yet</span>}
      </button>
    </li>
  )
}

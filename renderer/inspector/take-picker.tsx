import { useRef } from 'react'
import type { JSX, KeyboardEvent } from 'react'
import type { Shot, Take } from '../../core/library/entities.ts'
import { mediaUrl } from '../api/index.ts'
import { cx } from '../ui/index.ts'

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }

interface TakePickerProps {
  shot: Shot
  /** The take that is shown. */
  picked: string
  onPick: (take: Take) => void
}

/** The takes of a shot, as pictures to choose from. */
export function TakePicker({ shot, picked: shown, onPick }: TakePickerProps): JSX.Element {
  const group = useRef<HTMLDivElement>(null)
  const picked = shot.takes.findIndex((take) => take.id === shown)

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    const next = step === undefined ? undefined : shot.takes[picked + step]
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    if (!next) return
    onPick(next)
    group.current?.querySelectorAll<HTMLElement>('[role=radio]')[picked + step]?.focus()
  }

  return (
    <div
      ref={group}
      className="insp-takes"
      role="radiogroup"
      aria-label={`Takes of ${shot.name}`}
      onKeyDown={onKeyDown}
    >
      {shot.takes.map((take, index) => (
        <button
          key={take.id}
          type="button"
          role="radio"
          aria-checked={take.id === shown}
          aria-label={`Show take ${take.number}`}
          tabIndex={index === Math.max(0, picked) ? 0 : -1}
          className={cx('insp-take', take.id === shown && 'is-picked')}
          onClick={() => {
            if (take.id !== shown) onPick(take)
          }}
        >
          <img src={mediaUrl(take.poster)} alt="" draggable={false} loading="lazy" />
          <span className="mono">{take.number}</span>
        </button>
      ))}
    </div>
  )
}

import { useRef } from 'react'
import type { JSX, KeyboardEvent } from 'react'
import type { Shot } from '../../core/library/entities.ts'
import { mediaUrl } from '../api/index.ts'
import { pickTake } from '../store/index.ts'
import { cx } from '../ui/index.ts'

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }

/** The takes of a shot; the chosen one is what every clip of the shot shows. */
export function TakePicker({ shot }: { shot: Shot }): JSX.Element {
  const group = useRef<HTMLDivElement>(null)
  const picked = shot.takes.findIndex((take) => take.id === shot.picked)

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    const next = step === undefined ? undefined : shot.takes[picked + step]
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    if (!next) return
    void pickTake(next)
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
          aria-checked={take.id === shot.picked}
          aria-label={`Show take ${take.number}`}
          tabIndex={index === Math.max(0, picked) ? 0 : -1}
          className={cx('insp-take', take.id === shot.picked && 'is-picked')}
          onClick={() => {
            if (take.id !== shot.picked) void pickTake(take)
          }}
        >
          <img src={mediaUrl(take.poster)} alt="" draggable={false} loading="lazy" />
          <span className="mono">{take.number}</span>
        </button>
      ))}
    </div>
  )
}

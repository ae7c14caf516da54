import type { JSX } from 'react'
import type { Clip } from '../../core/timeline/clip.ts'
import { IconButton } from '../ui/index.ts'
import { seek } from '../viewer/transport.ts'
import { frameNow } from './key-edits.ts'
import { toggleCurve, useKeys } from './key-store.ts'
import type { Lane } from './lane.ts'

interface KeyButtonsProps {
  clip: Clip
  lane: Lane
  /** Whether a keyframe is at the playhead. */
  on: boolean
  onSet: () => void
  onRemove: () => void
}

/** The keyframe at the playhead, set or removed with one press, the ways to its neighbours, and the curve. */
export function KeyButtons({ clip, lane: { name, label, keys }, on, onSet, onRemove }: KeyButtonsProps): JSX.Element {
  const open = useKeys(({ curves }) => curves.has(name))
  const words = label.toLowerCase()
  const moves = keys.length > 0
  const go = (direction: 1 | -1): void => {
    const now = frameNow(clip)
    const next = direction > 0 ? keys.find(({ at }) => at > now) : keys.findLast(({ at }) => at < now)
    if (next) seek(clip.start + next.at, Infinity)
  }
  return (
    <span className="insp-keybuttons">
      {moves && (
        <IconButton icon="chevronLeft" size={12} label={`Previous keyframe of ${words}`} onClick={() => go(-1)} />
      )}
      <IconButton
        icon="keyframe"
        size={12}
        className={moves ? 'is-animated' : ''}
        label={on ? `Remove the keyframe of ${words}` : `Set a keyframe of ${words}`}
        pressed={on}
        onClick={on ? onRemove : onSet}
      />
      {moves && <IconButton icon="chevronRight" size={12} label={`Next keyframe of ${words}`} onClick={() => go(1)} />}
      {moves && (
        <IconButton
          icon="curve"
          size={12}
          label={open ? `Hide the curve of ${words}` : `Show the curve of ${words}`}
          pressed={open}
          onClick={() => toggleCurve(name)}
        />
      )}
    </span>
  )
}

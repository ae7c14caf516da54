import { useState } from 'react'
import type { JSX } from 'react'
import type { Sequence, Track } from '../../core/timeline/sequence.ts'
import { commandItem } from '../change/change-items.ts'
import { cx, Icon, useContextMenu } from '../ui/index.ts'
import type { IconName, MenuItem } from '../ui/index.ts'
import { tryEdit } from './edits.ts'
import { placeBeside } from './rows.ts'
import type { Row } from './rows.ts'

const TRACK_DRAG = 'application/x-cortado-track'

/** What a track is called and what is done with it as a whole. */
export function TrackHeader({ row, sequence }: { row: Row; sequence: Sequence }): JSX.Element {
  const { track, label, height } = row
  const [naming, setNaming] = useState(false)
  const { onContextMenu, menu } = useContextMenu(`Track ${label}`, () =>
    trackItems(sequence, track, () => setNaming(true)),
  )
  return (
    <div
      className={cx('tl-header', height < 40 && 'is-low', row.divided && 'is-divided', track.locked && 'is-locked')}
      style={{ height }}
      role="group"
      aria-label={`Track ${label}`}
      draggable={!naming}
      onContextMenu={onContextMenu}
      onDragStart={(event) => {
        event.dataTransfer.setData(TRACK_DRAG, track.id)
        event.dataTransfer.effectAllowed = 'move'
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(TRACK_DRAG)) event.preventDefault()
      }}
      onDrop={(event) => {
        const dragged = sequence.tracks.find(({ id }) => id === event.dataTransfer.getData(TRACK_DRAG))
        if (!dragged || dragged === track || dragged.kind !== track.kind) return
        event.preventDefault()
        tryEdit({ name: 'reorderTrack', args: { track: dragged.id, at: sequence.tracks.indexOf(track) } })
      }}
    >
      {menu}
      <span className="tl-header-line">
        <PatchButton sequence={sequence} track={track} label={label} />
        {naming ? (
          <TrackName track={track} onDone={() => setNaming(false)} />
        ) : (
          <span className="tl-header-name ellipsis" title={track.name} onDoubleClick={() => setNaming(true)}>
            {headerName(track, label)}
          </span>
        )}
      </span>
      <span className="tl-header-flags">
        <Flag track={track} flag="muted" word={track.kind === 'audio' ? 'Mute' : 'Hide'} letter="M" label={label} />
        <Flag track={track} flag="solo" word="Solo" letter="S" label={label} />
        <Flag track={track} flag="locked" word="Lock" icon={track.locked ? 'lock' : 'unlock'} label={label} />
        <Flag track={track} flag="syncLock" word="Sync lock" icon="link" label={label} />
        <button
          type="button"
          className="tl-flag"
          aria-label={`More of ${label}`}
          onClick={(event) => onContextMenu(event)}
        >
          <Icon name="more" size={12} />
        </button>
      </span>
    </div>
  )
}

/** The name of a track, lit where footage goes; a press sends it there, or nowhere. */
function PatchButton({ sequence, track, label }: { sequence: Sequence; track: Track; label: string }): JSX.Element {
  const side = track.kind === 'caption' ? null : track.kind
  if (side === null) return <span className="tl-header-id">{label}</span>
  const patched = sequence.patch?.[side] === track.id
  return (
    <button
      type="button"
      className="tl-header-id"
      aria-pressed={patched}
      aria-label={`Source goes to ${label}`}
      data-tip={patched ? 'Footage goes here' : 'Send footage here'}
      onClick={() => tryEdit({ name: 'patchSource', args: { side, track: patched ? null : track.id } })}
    >
      {label}
    </button>
  )
}

type FlagName = 'muted' | 'solo' | 'locked' | 'syncLock'

function Flag({
  track,
  flag,
  word,
  label,
  icon,
  letter,
}: {
  track: Track
  flag: FlagName
  word: string
  label: string
  icon?: IconName
  letter?: string
}): JSX.Element {
  const on = flag === 'syncLock' ? track.syncLock !== false : track[flag] === true
  return (
    <button
      type="button"
      className={cx('tl-flag', `tl-flag-${flag}`)}
      aria-pressed={on}
      aria-label={`${word} ${label}`}
      data-tip={FLAG_WORDS[flag]}
      onClick={() => tryEdit({ name: 'changeTrack', args: { track: track.id, [flag]: !on } })}
    >
      {icon ? <Icon name={icon} size={12} /> : letter}
    </button>
  )
}

const FLAG_WORDS: Readonly<Record<FlagName, string>> = {
  muted: 'Neither seen nor heard',
  solo: 'Only this one of its kind',
  locked: 'Nothing on it can be changed',
  syncLock: 'Moves along when others ripple',
}

function TrackName({ track, onDone }: { track: Track; onDone: () => void }): JSX.Element {
  const keep = (name: string): void => {
    onDone()
    const clean = name.trim().slice(0, 200)
    if (clean !== '' && clean !== track.name) tryEdit({ name: 'changeTrack', args: { track: track.id, name: clean } })
  }
  return (
    <input
      className="input tl-header-input"
      aria-label="Name of the track"
      defaultValue={track.name}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => keep(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        else if (event.key === 'Escape') {
          event.stopPropagation()
          event.currentTarget.value = track.name
          event.currentTarget.blur()
        }
      }}
    />
  )
}

function trackItems(sequence: Sequence, track: Track, rename: () => void): (MenuItem | null)[] {
  const move = (direction: 'up' | 'down'): MenuItem => {
    const at = placeBeside(sequence, track, direction)
    return {
      label: `Move ${direction}`,
      icon: direction === 'up' ? 'chevronUp' : 'chevronDown',
      disabled: at === null,
      onSelect: () => void (at !== null && tryEdit({ name: 'reorderTrack', args: { track: track.id, at } })),
    }
  }
  return [
    { label: 'Rename track', icon: 'pencil', disabled: track.locked === true, onSelect: rename },
    move('up'),
    move('down'),
    null,
    commandItem('track.addVideo'),
    commandItem('track.addAudio'),
    commandItem('track.addCaption'),
    null,
    {
      label: track.items.length > 0 ? 'Remove track and its clips' : 'Remove track',
      icon: 'trash',
      danger: true,
      disabled: sequence.tracks.length === 1 || track.locked === true,
      onSelect: () => tryEdit({ name: 'removeTrack', args: { track: track.id } }),
    },
  ]
}

/** The header shows `V1` by itself; a track that is only called that needs no second name. */
function headerName({ name, kind }: Track, label: string): string {
  const plain = { video: 'Picture', audio: 'Sound', caption: 'Captions' }
  return name === label ? plain[kind] : name
}

import type { JSX } from 'react'
import { useStore } from 'zustand'
import { valueAt } from '../../core/look/keyframes.ts'
import type { Animated } from '../../core/look/keyframes.ts'
import { PROPERTIES, PROPERTY_NAMES } from '../../core/look/properties.ts'
import type { PropertyName } from '../../core/look/properties.ts'
import { clipTime } from '../../core/timeline/clip-time.ts'
import type { Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { tryEdit, tryGesture } from '../timeline/edits.ts'
import { ownTime } from '../timeline/playhead-edits.ts'
import { IconButton, NumberField } from '../ui/index.ts'
import { seek, transport } from '../viewer/transport.ts'
import { Row } from './rows.tsx'

/** Steps of a drag on a number, where one is too much. */
const FINE: Partial<Record<PropertyName, number>> = { 'grade.exposure': 0.1, volume: 0.5 }

/** Everything of a clip that is a number, and its keyframes. */
export function ClipProperties({ clip, track }: { clip: Clip; track: Track }): JSX.Element | null {
  const names = PROPERTY_NAMES.filter((name) => PROPERTIES[name].on === track.kind)
  if (names.length === 0 || clip.source.kind === 'caption') return null
  const groups: readonly [string, PropertyName[]][] =
    track.kind === 'audio'
      ? [['Sound', names]]
      : [
          ['Picture', names.filter((name) => !name.startsWith('grade.'))],
          ['Grade', names.filter((name) => name.startsWith('grade.'))],
        ]
  return (
    <>
      {groups.map(([title, members]) => (
        <section key={title} aria-label={title}>
          <h3 className="insp-head">{title}</h3>
          <dl>
            {members.map((name) => (
              <PropertyRow key={name} clip={clip} name={name} />
            ))}
          </dl>
        </section>
      ))}
    </>
  )
}

function PropertyRow({ clip, name }: { clip: Clip; name: PropertyName }): JSX.Element {
  const { label, unit, min, max, neutral } = PROPERTIES[name]
  const animated: Animated | undefined = clip.look?.[name]
  const keys = typeof animated === 'object' ? animated : null
  // Only what the playhead changes here is drawn again as it moves.
  const time = useStore(transport, ({ at }) => (keys ? ownTime(clip, at) : clipTime(clip)))
  const value = animated === undefined ? neutral : valueAt(animated, time)
  const key = keys?.find(({ at }) => at === time)
  const set = (next: number): void => {
    const gesture = `${clip.id} ${name} ${keys ? time : ''}`
    if (keys) {
      const args = {
        clip: clip.id,
        property: name,
        key: { at: time, value: next, ease: key?.ease ?? 'linear' },
      } as const
      tryGesture(gesture, { name: 'setKeyframe', args })
    } else tryGesture(gesture, { name: 'setProperty', args: { clip: clip.id, property: name, value: next } })
  }
  return (
    <Row name={label}>
      <NumberField
        label={label}
        value={Number(value.toFixed(2))}
        min={min}
        max={max}
        step={FINE[name] ?? 1}
        format={(shown) => `${shown}${unit === '' || unit === '°' || unit === '%' ? unit : ` ${unit}`}`}
        onChange={set}
      />
      <KeyButtons clip={clip} name={name} keys={keys} on={key !== undefined} value={value} />
      {animated !== undefined && (
        <IconButton
          icon="retry"
          size={12}
          label={`Reset ${label.toLowerCase()}`}
          onClick={() => tryEdit({ name: 'setProperty', args: { clip: clip.id, property: name, value: null } })}
        />
      )}
    </Row>
  )
}

/** The keyframe at the playhead, set or removed with one press, and the ways to its neighbours. */
function KeyButtons({
  clip,
  name,
  keys,
  on,
  value,
}: {
  clip: Clip
  name: PropertyName
  keys: readonly { at: number }[] | null
  on: boolean
  value: number
}): JSX.Element {
  const label = PROPERTIES[name].label.toLowerCase()
  const now = (): number => ownTime(clip, transport.getState().at)
  const go = (direction: 1 | -1): void => {
    const time = now()
    const next = direction > 0 ? keys?.find(({ at }) => at > time) : keys?.findLast(({ at }) => at < time)
    if (next) seek(clip.start + next.at - clipTime(clip), Infinity)
  }
  const toggle = (): void => {
    const at = now()
    if (on) tryEdit({ name: 'removeKeyframe', args: { clip: clip.id, property: name, at } })
    else tryEdit({ name: 'setKeyframe', args: { clip: clip.id, property: name, key: { at, value, ease: 'linear' } } })
  }
  return (
    <span className="insp-keybuttons">
      {keys && (
        <IconButton icon="chevronLeft" size={12} label={`Previous keyframe of ${label}`} onClick={() => go(-1)} />
      )}
      <IconButton
        icon="keyframe"
        size={12}
        className={keys ? 'is-animated' : ''}
        label={on ? `Remove the keyframe of ${label}` : `Set a keyframe of ${label}`}
        pressed={on}
        onClick={toggle}
      />
      {keys && <IconButton icon="chevronRight" size={12} label={`Next keyframe of ${label}`} onClick={() => go(1)} />}
    </span>
  )
}

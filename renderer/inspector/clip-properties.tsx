import type { JSX } from 'react'
import { useStore } from 'zustand'
import { valueAt } from '../../core/look/keyframes.ts'
import { PROPERTIES, PROPERTY_NAMES } from '../../core/look/properties.ts'
import type { PropertyName } from '../../core/look/properties.ts'
import { clipTime } from '../../core/timeline/clip-time.ts'
import type { Track } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { KeyButtons } from '../keyframes/key-buttons.tsx'
import { KeyLane } from '../keyframes/key-lane.tsx'
import { laneEdit, laneOf, valueWords } from '../keyframes/lane.ts'
import { tryEdit, tryGesture } from '../timeline/edits.ts'
import { ownTime } from '../timeline/playhead-edits.ts'
import { IconButton, NumberField } from '../ui/index.ts'
import { transport } from '../viewer/transport.ts'
import { Row } from './rows.tsx'

/** What of a clip is a number: an adjustment has no picture of its own to place, only what it does to those below. */
export function propertiesOf(clip: Clip, track: Track): PropertyName[] {
  const { kind } = clip.source
  if (kind === 'caption') return []
  const names = PROPERTY_NAMES.filter((name) => PROPERTIES[name].on === track.kind)
  return kind === 'adjustment' ? names.filter((name) => name === 'opacity' || name.startsWith('grade.')) : names
}

/** Everything of a clip that is a number, and its keyframes. */
export function ClipProperties({ clip, track }: { clip: Clip; track: Track }): JSX.Element | null {
  const names = propertiesOf(clip, track)
  if (names.length === 0) return null
  const graded = (name: PropertyName): boolean => name.startsWith('grade.')
  const groups: readonly [string, PropertyName[]][] =
    track.kind === 'audio'
      ? [['Sound', names]]
      : [
          [clip.source.kind === 'adjustment' ? 'Adjustment' : 'Picture', names.filter((name) => !graded(name))],
          ['Grade', names.filter(graded)],
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
  const animated = clip.look?.[name]
  const lane = laneOf(clip, name)
  const { label, unit, min, max, step } = lane
  const moves = lane.keys.length > 0
  // Only what the playhead changes here is drawn again as it moves.
  const time = useStore(transport, ({ at }) => (moves ? ownTime(clip, at) : clipTime(clip)))
  const value = animated === undefined ? PROPERTIES[name].neutral : valueAt(animated, time)
  const key = typeof animated === 'object' ? animated.find(({ at }) => at === time) : undefined
  const put = (value: number): { clip: string; property: PropertyName; key: NonNullable<typeof key> } => {
    const at = ownTime(clip, transport.getState().at)
    return { clip: clip.id, property: name, key: { at, value, ease: key?.ease ?? 'linear' } }
  }
  const set = (next: number): void => {
    if (moves) tryGesture(`${clip.id} ${name} ${time}`, { name: 'setKeyframe', args: put(next) })
    else {
      tryGesture(`${clip.id} ${name}`, laneEdit(clip, name, [], next))
    }
  }
  return (
    <Row name={label} below={moves && <KeyLane clip={clip} lane={lane} />}>
      <NumberField
        label={label}
        value={Number(value.toFixed(2))}
        min={min}
        max={max}
        step={step}
        fine={0.01}
        format={(shown) => valueWords(shown, unit)}
        onChange={set}
      />
      <KeyButtons
        clip={clip}
        lane={lane}
        on={key !== undefined}
        onSet={() => tryEdit({ name: 'setKeyframe', args: put(value) })}
        onRemove={() => tryEdit({ name: 'removeKeyframe', args: { clip: clip.id, property: name, at: time } })}
      />
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

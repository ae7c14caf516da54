import { z } from 'zod'
import { inOrder } from '../look/keyframes.ts'
import type { Animated, Keyframe } from '../look/keyframes.ts'
import { PROPERTIES, PROPERTY_NAMES } from '../look/properties.ts'
import type { PropertyName } from '../look/properties.ts'
import type { Draft } from './draft.ts'
import { refusal } from './refuse.ts'
import type { Clip } from './clip.ts'

/** The name of a property, as edits take it. */
export const Property = z.enum(PROPERTY_NAMES)

/** The keyframes of a property of a clip; none where it has one value, or says nothing of it. */
export function keysOf(clip: Clip, property: PropertyName): Keyframe[] {
  const value = clip.look?.[property]
  return typeof value === 'object' ? value : []
}

/** Writes a property of a clip; null is neutral again. Refused where the track or the range forbids it. */
export function writeProperty(draft: Draft, id: string, property: PropertyName, value: Animated | null): void {
  const { track, clip } = draft.clip(id)
  const { label, min, max, unit, on } = PROPERTIES[property]
  // Media on a video track may bring its own sound; a sound has no picture.
  if (on === 'video' && track.kind !== 'video')
    throw refusal('TRACK_KIND', `A clip of "${track.name}" has no ${label.toLowerCase()}.`)
  const keys = typeof value === 'object' && value !== null ? value : []
  const values = typeof value === 'number' ? [value] : keys.map((key) => key.value)
  if (values.some((one) => one < min || one > max)) {
    throw refusal(
      'OUT_OF_RANGE',
      `${label} goes from ${min} to ${max} ${unit}`.trimEnd() + '. Choose a value between them.',
    )
  }
  if (!inOrder(keys)) {
    throw refusal('OUT_OF_RANGE', 'Keyframes must follow one another in time.')
  }
  const { look = {}, ...rest } = clip
  const { [property]: _old, ...others } = look
  const next = value === null ? others : { ...others, [property]: value }
  draft.put(track.id, Object.keys(next).length === 0 ? rest : { ...rest, look: next })
}

import { z } from 'zod'
import { Animated, inOrder, Keyframe, valueAt } from '../../look/keyframes.ts'
import { PROPERTIES, PROPERTY_NAMES } from '../../look/properties.ts'
import type { PropertyName } from '../../look/properties.ts'
import type { Draft } from '../draft.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import type { Clip } from '../clip.ts'

const Property = z.enum(PROPERTY_NAMES)

export const SetPropertyArgs = z.object({
  clip: Id,
  property: Property,
  /** Null is neutral again. */
  value: Animated.nullable(),
})
/** `at` is the clip's own time, as `clipTime` gives it for its first frame. */
export const SetKeyframeArgs = z.object({ clip: Id, property: Property, key: Keyframe })
export const RemoveKeyframeArgs = z.object({ clip: Id, property: Property, at: z.number().int() })

/** Gives a property of a clip one value, keyframes, or its neutral value back. */
export function setProperty(draft: Draft, { clip, property, value }: z.infer<typeof SetPropertyArgs>): void {
  write(draft, clip, property, value)
}

/** Sets a keyframe, in the place of the one at its time. A property that had one value for the whole clip keeps it elsewhere. */
export function setKeyframe(draft: Draft, { clip, property, key }: z.infer<typeof SetKeyframeArgs>): void {
  const others = keysOf(draft.clip(clip).clip, property).filter(({ at }) => at !== key.at)
  write(
    draft,
    clip,
    property,
    [...others, key].sort((a, b) => a.at - b.at),
  )
}

/** Removes a keyframe; the last one leaves its value for the whole clip. */
export function removeKeyframe(draft: Draft, { clip, property, at }: z.infer<typeof RemoveKeyframeArgs>): void {
  const keys = keysOf(draft.clip(clip).clip, property)
  const others = keys.filter((key) => key.at !== at)
  if (others.length === keys.length) throw refusal('NOTHING_THERE', 'There is no keyframe at that frame.')
  write(draft, clip, property, others.length === 0 ? valueAt(keys, at) : others)
}

function keysOf(clip: Clip, property: PropertyName): Keyframe[] {
  const value = clip.look?.[property]
  return typeof value === 'object' ? value : []
}

function write(draft: Draft, id: string, property: PropertyName, value: Animated | null): void {
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

import { z } from 'zod'
import { Animated } from '../../look/keyframes.ts'
import type { Draft } from '../draft.ts'
import { Property, writeProperty } from '../property.ts'
import { Id } from '../clip.ts'

export const SetPropertyArgs = z.object({
  clip: Id,
  property: Property,
  /** Null is neutral again. */
  value: Animated.nullable(),
})

/** Gives a property of a clip one value, keyframes, or its neutral value back. */
export function setProperty(draft: Draft, { clip, property, value }: z.infer<typeof SetPropertyArgs>): void {
  writeProperty(draft, clip, property, value)
}

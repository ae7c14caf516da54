import { z } from 'zod'
import { valueAt } from '../../look/keyframes.ts'
import type { Draft } from '../draft.ts'
import { keysOf, Property, writeProperty } from '../property.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'

export const RemoveKeyframeArgs = z.object({ clip: Id, property: Property, at: z.number().int() })

/** Removes a keyframe; the last one leaves its value for the whole clip. */
export function removeKeyframe(draft: Draft, { clip, property, at }: z.infer<typeof RemoveKeyframeArgs>): void {
  const keys = keysOf(draft.clip(clip).clip, property)
  const others = keys.filter((key) => key.at !== at)
  if (others.length === keys.length) throw refusal('NOTHING_THERE', 'There is no keyframe at that frame. Select one.')
  writeProperty(draft, clip, property, others.length === 0 ? valueAt(keys, at) : others)
}

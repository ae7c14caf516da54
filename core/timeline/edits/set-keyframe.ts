import { z } from 'zod'
import { Keyframe } from '../../look/keyframes.ts'
import type { Draft } from '../draft.ts'
import { keysOf, Property, writeProperty } from '../property.ts'
import { Id } from '../clip.ts'

/** `at` is the clip's own time, as `clipTime` gives it for its first frame. */
export const SetKeyframeArgs = z.object({ clip: Id, property: Property, key: Keyframe })

/** Sets a keyframe, in the place of the one at its time. The first one of a property gives its value to the whole clip. */
export function setKeyframe(draft: Draft, { clip, property, key }: z.infer<typeof SetKeyframeArgs>): void {
  const others = keysOf(draft.clip(clip).clip, property).filter(({ at }) => at !== key.at)
  writeProperty(
    draft,
    clip,
    property,
    [...others, key].sort((a, b) => a.at - b.at),
  )
}

import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { Clip, Colour, Id } from '../clip.ts'

export const ChangeClipArgs = z.object({
  clips: z.array(Id).min(1).max(10_000),
  name: Clip.shape.name.optional(),
  enabled: z.boolean().optional(),
  /** Null takes the colour away. */
  colour: Colour.nullable().optional(),
})

/** Renames, colours, enables or disables clips. */
export function changeClip(draft: Draft, { clips, name, enabled, colour }: z.infer<typeof ChangeClipArgs>): void {
  for (const id of clips) {
    const { track, clip } = draft.clip(id)
    const { disabled, colour: old, ...rest } = clip
    const off = enabled === undefined ? disabled === true : !enabled
    const tint = colour === undefined ? old : colour
    draft.put(track.id, {
      ...rest,
      name: name ?? clip.name,
      ...(off && { disabled: true as const }),
      ...(tint && { colour: tint }),
    })
  }
}

import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'

export const PatchSourceArgs = z.object({
  side: z.enum(['video', 'audio']),
  /** Null leaves that side of a source out. */
  track: Id.nullable(),
})

/** Says which track the pictures, or the sound, of a source go to. */
export function patchSource(draft: Draft, { side, track }: z.infer<typeof PatchSourceArgs>): void {
  const { [side]: _old, ...kept } = draft.sequence.patch ?? {}
  if (track !== null && draft.track(track).kind !== side) {
    throw refusal('TRACK_KIND', `That is no ${side} track. Choose another one.`)
  }
  draft.changeHead({ patch: track === null ? kept : { ...kept, [side]: track } })
}

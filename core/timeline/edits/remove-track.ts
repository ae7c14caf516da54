import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'

export const RemoveTrackArgs = z.object({ track: Id })

/** Takes a track away with its clips. The last one of the sequence stays. */
export function removeTrack(draft: Draft, { track }: z.infer<typeof RemoveTrackArgs>): void {
  const { patch } = draft.sequence
  if (draft.sequence.tracks.length === 1) throw refusal('TRACK_ORDER', 'A sequence keeps at least one track.')
  draft.dropTrack(track)
  if (patch?.video !== track && patch?.audio !== track) return
  const kept = Object.fromEntries(Object.entries(patch).filter(([, id]) => id !== track))
  draft.changeHead({ patch: kept })
}

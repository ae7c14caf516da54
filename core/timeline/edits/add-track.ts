import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { refusal } from '../refuse.ts'
import { TrackHead, TrackPlace } from '../sequence.ts'

export const AddTrackArgs = z.object({ track: TrackHead, at: TrackPlace })

/** Adds an empty track at a place among the others; the last one is on top. */
export function addTrack(draft: Draft, { track, at }: z.infer<typeof AddTrackArgs>): void {
  if (draft.sequence.tracks.some(({ id }) => id === track.id)) {
    throw refusal('ID_TAKEN', 'The sequence has that track already. Make the edit again.')
  }
  draft.putTrack(track, Math.min(at, draft.sequence.tracks.length))
}

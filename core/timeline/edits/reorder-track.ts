import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { trackHead } from '../operation.ts'
import { TrackPlace } from '../sequence.ts'
import { Id } from '../clip.ts'

export const ReorderTrackArgs = z.object({ track: Id, at: TrackPlace })

/** Moves a track to another place among the others. Pictures and sounds may be mixed in the list; only their own order counts. */
export function reorderTrack(draft: Draft, { track: id, at }: z.infer<typeof ReorderTrackArgs>): void {
  draft.putTrack(trackHead(draft.track(id)), Math.min(at, draft.sequence.tracks.length - 1))
}

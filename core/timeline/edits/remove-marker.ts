import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'

export const RemoveMarkerArgs = z.object({ marker: Id })

/** Takes a marker away. */
export function removeMarker(draft: Draft, { marker }: z.infer<typeof RemoveMarkerArgs>): void {
  if (!draft.sequence.markers.some(({ id }) => id === marker)) {
    throw refusal('MARKER_GONE', 'That marker is no longer on the sequence. Select another one.')
  }
  draft.dropMarker(marker)
}

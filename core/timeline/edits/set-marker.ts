import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { refusal } from '../refuse.ts'
import { Marker } from '../sequence.ts'
import { Id } from '../clip.ts'

export const SetMarkerArgs = z.object({ marker: Marker })
export const RemoveMarkerArgs = z.object({ marker: Id })

/** Adds a marker, or changes the one with its id. */
export function setMarker(draft: Draft, { marker }: z.infer<typeof SetMarkerArgs>): void {
  draft.putMarker(marker)
}

/** Takes a marker away. */
export function removeMarker(draft: Draft, { marker }: z.infer<typeof RemoveMarkerArgs>): void {
  if (!draft.sequence.markers.some(({ id }) => id === marker)) {
    throw refusal('MARKER_GONE', 'That marker is no longer on the sequence.')
  }
  draft.dropMarker(marker)
}

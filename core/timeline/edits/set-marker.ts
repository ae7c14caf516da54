import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { Marker } from '../sequence.ts'

export const SetMarkerArgs = z.object({ marker: Marker })

/** Adds a marker, or changes the one with its id. */
export function setMarker(draft: Draft, { marker }: z.infer<typeof SetMarkerArgs>): void {
  draft.putMarker(marker)
}

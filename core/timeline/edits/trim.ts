import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { Id } from '../clip.ts'
import type { Clip } from '../clip.ts'
import { trimmed } from '../trimmed.ts'

export const TrimArgs = z.object({
  clip: Id,
  edge: z.enum(['in', 'out']),
  /** Sequence frames; positive moves the edge right. */
  delta: z.number().int(),
  /** Leaves what it is linked to as it is: a J or L cut. */
  alone: z.boolean().optional(),
})

/** Moves one edge of a clip and the same edge of what it is linked to. Refused where a source ends or a neighbour is in the way. */
export function trim(draft: Draft, { clip: id, edge, delta, alone }: z.infer<typeof TrimArgs>): void {
  const { clip } = draft.clip(id)
  for (const one of alone ? [clip] : withSameEdge(draft, clip, edge)) {
    draft.put(draft.clip(one.id).track.id, trimmed(one, edge, delta))
  }
}

/** The clip and those of its links whose edge lies at the same frame: others were cut on their own before. */
export function withSameEdge(draft: Draft, clip: Clip, edge: 'in' | 'out'): Clip[] {
  const place = (one: Clip): number => (edge === 'in' ? one.start : clipEnd(one))
  return linkedTo(draft.sequence, clip).filter((one) => place(one) === place(clip))
}

import type { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { rippleFrom } from '../ripple.ts'
import { trimmed } from '../trimmed.ts'
import { withSameEdge } from './trim.ts'
import type { TrimArgs } from './trim.ts'

/**
 * Moves one edge of a clip and everything behind that edge with it, so that no gap opens and nothing is covered. What lies over
 * the clip on other sync-locked tracks stays over the same picture.
 */
export function rippleTrim(draft: Draft, { clip: id, edge, delta, alone }: z.infer<typeof TrimArgs>): void {
  const { clip } = draft.clip(id)
  const parts = alone ? [clip] : edge === 'in' ? linkedTo(draft.sequence, clip) : withSameEdge(draft, clip, edge)
  // An in point moves in the source, not on the track: the clip keeps its start and its end comes nearer. What it is linked
  // to does the same wherever it starts, or it would be out of sync.
  const next = parts.map((one) => ({
    track: draft.clip(one.id).track.id,
    clip: { ...trimmed(one, edge, delta), start: one.start },
  }))
  // What goes or comes lies behind the start of the clip, or before its end.
  const from = edge === 'in' ? clip.start + Math.max(0, delta) : clipEnd(clip)
  for (const one of parts) draft.remove(one.id)
  rippleFrom(
    draft,
    next.map(({ track }) => track),
    from,
    edge === 'in' ? -delta : delta,
  )
  for (const one of next) draft.put(one.track, one.clip)
}

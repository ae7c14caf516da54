import type { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd, linkedTo } from '../queries.ts'
import { rippleFrom } from '../ripple.ts'
import { trimmed } from '../trimmed.ts'
import { withSameEdge } from './trim.ts'
import type { TrimArgs } from './trim.ts'

/** Moves one edge of a clip and everything after the clip with it, so that no gap opens and nothing is covered. */
export function rippleTrim(draft: Draft, { clip: id, edge, delta, alone }: z.infer<typeof TrimArgs>): void {
  const { clip } = draft.clip(id)
  const longer = edge === 'in' ? -delta : delta
  const parts = alone ? [clip] : edge === 'in' ? linkedTo(draft.sequence, clip) : withSameEdge(draft, clip, edge)
  const tracks = parts.map((one) => draft.clip(one.id).track.id)
  // An in point moves in the source, not on the track: the clip keeps its start and its end comes nearer. What it is linked
  // to does the same wherever it starts, or it would be out of sync.
  const next = parts.map((one) => {
    const shorter = trimmed(one, edge, delta)
    return { ...shorter, start: one.start }
  })
  const ends = clipEnd(clip)
  const move = (): void => rippleFrom(draft, tracks, ends, longer)
  const change = (): void => {
    for (const one of next) draft.put(draft.clip(one.id).track.id, one)
  }
  // What grows needs the room first, what shrinks makes it.
  if (longer > 0) move()
  change()
  if (longer < 0) move()
}

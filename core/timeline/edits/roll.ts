import type { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { trimmed } from '../trimmed.ts'
import { withSameEdge } from './trim.ts'
import type { TrimArgs } from './trim.ts'

/**
 * Moves the cut between a clip and its neighbour: one grows by what the other loses, and nothing else moves. What either is
 * linked to and is cut at the same frame goes along; a sound that touches no other there is trimmed.
 */
export function roll(draft: Draft, { clip: id, edge, delta, alone }: z.infer<typeof TrimArgs>): void {
  const { clip, track } = draft.clip(id)
  const cut = edge === 'in' ? clip.start : clipEnd(clip)
  const { left, right } = around(draft, track.id, cut)
  if (!left || !right) {
    throw refusal('NOT_ADJACENT', `No clip touches "${clip.name}" there. Use a trim instead of a roll.`)
  }
  const parts = alone ? [clip] : [...withSameEdge(draft, left, 'out'), ...withSameEdge(draft, right, 'in')]
  for (const one of new Set(parts.map((part) => draft.clip(part.id).track.id))) rollTrack(draft, one, cut, delta)
}

function around(draft: Draft, track: string, cut: number) {
  const { items } = draft.track(track)
  const [left, right] = [items.before(cut), items.from(cut)]
  return { left: left && clipEnd(left) === cut ? left : undefined, right: right?.start === cut ? right : undefined }
}

function rollTrack(draft: Draft, track: string, cut: number, delta: number): void {
  const { left, right } = around(draft, track, cut)
  const both = [left && trimmed(left, 'out', delta), right && trimmed(right, 'in', delta)]
  // What shrinks makes the room for what grows.
  for (const one of delta > 0 ? both.toReversed() : both) if (one) draft.put(track, one)
}

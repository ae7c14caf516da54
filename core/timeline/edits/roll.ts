import type { z } from 'zod'
import type { Draft } from '../draft.ts'
import { clipEnd } from '../queries.ts'
import { refusal } from '../refuse.ts'
import type { Clip } from '../clip.ts'
import { trimmed } from '../trimmed.ts'
import { withSameEdge } from './trim.ts'
import type { TrimArgs } from './trim.ts'

/** Moves the cut between a clip and its neighbour: one grows by what the other loses, and nothing else moves. */
export function roll(draft: Draft, { clip: id, edge, delta, alone }: z.infer<typeof TrimArgs>): void {
  const { clip } = draft.clip(id)
  for (const one of alone ? [clip] : withSameEdge(draft, clip, edge)) rollOne(draft, one, edge, delta)
}

function rollOne(draft: Draft, clip: Clip, edge: 'in' | 'out', delta: number): void {
  const { track } = draft.clip(clip.id)
  const beside = edge === 'in' ? track.items.before(clip.start) : track.items.after(clip)
  const touches = beside && (edge === 'in' ? clipEnd(beside) === clip.start : beside.start === clipEnd(clip))
  if (!touches) throw refusal('NOT_ADJACENT', `No clip touches "${clip.name}" there. Use a trim instead of a roll.`)
  const own = trimmed(clip, edge, delta)
  const other = trimmed(beside, edge === 'in' ? 'out' : 'in', delta)
  const grows = edge === 'in' ? delta < 0 : delta > 0
  for (const one of grows ? [other, own] : [own, other]) draft.put(track.id, one)
}

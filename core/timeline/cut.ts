import { movedStart } from './clip-time.ts'
import type { Draft } from './draft.ts'
import type { Ids } from './ids.ts'
import { clipEnd, lookUp } from './queries.ts'
import { backwards } from './retimed.ts'
import type { Track } from './sequence.ts'
import type { Clip } from './clip.ts'
import { frame } from './time.ts'

/** The two halves of a clip; the right one takes the id. Each keeps the transition of its own end, and one the source's end. */
function halves(clip: Clip, at: number, id: string): { left: Clip; right: Clip } {
  const { transitionOut: _out, ...start } = backwards(clip) ? clip : withoutRest(clip)
  const { transitionIn: _in, ...end } = backwards(clip) ? withoutRest(clip) : clip
  return {
    left: { ...start, length: frame(at - clip.start) },
    right: { ...movedStart(end, at - clip.start), id },
  }
}

function withoutRest(clip: Clip): Clip {
  if (clip.retime?.rest === undefined) return clip
  const { rest: _rest, ...retime } = clip.retime
  return { ...clip, retime }
}

/** Cuts the clips that span a frame on these tracks. Halves of linked clips stay linked, each side to its own. */
export function cutAt(draft: Draft, tracks: readonly Track[], at: number, ids: Ids): void {
  const cut = new Map<string, { clip: Clip; right: string }>()
  for (const { id: track } of tracks) {
    const clip = draft.open(track).items.under(at)
    if (!clip || clip.start === at) continue
    const { left, right } = halves(clip, at, ids())
    draft.put(track, left)
    draft.add(track, right)
    cut.set(clip.id, { clip, right: right.id })
  }
  for (const { clip, right } of cut.values()) {
    if (clip.links) linkHalves(draft, clip, right, at, cut)
  }
}

function linkHalves(
  draft: Draft,
  clip: Clip,
  right: string,
  at: number,
  cut: ReadonlyMap<string, { right: string }>,
): void {
  const partners = (clip.links ?? []).filter((id) => lookUp(draft.sequence, id))
  const later = (id: string): boolean => !cut.has(id) && draft.clip(id).clip.start >= at
  draft.relink(
    clip.id,
    partners.filter((id) => !later(id)),
  )
  draft.relink(
    right,
    partners.flatMap((id) => cut.get(id)?.right ?? (later(id) || spans(draft, id, at) ? id : [])),
  )
  for (const id of partners) {
    if (cut.has(id)) continue
    const { links = [] } = draft.clip(id).clip
    if (later(id)) draft.relink(id, [...links.filter((link) => link !== clip.id), right])
    else if (spans(draft, id, at)) draft.relink(id, [...links, right])
  }
}

/** Whether an uncut partner lies on both sides: then it stays linked to both halves. */
function spans(draft: Draft, id: string, at: number): boolean {
  const { clip } = draft.clip(id)
  return clip.start < at && clipEnd(clip) > at
}

/** Frees the frames of a range on a track: clips inside go, those that reach in are trimmed, one that spans it is cut in two. */
export function clearRange(draft: Draft, trackId: string, from: number, to: number, ids: Ids): void {
  const track = draft.open(trackId)
  for (const { id } of track.items.between(from, to)) {
    const whole = draft.clip(id).clip
    if (whole.start < from && clipEnd(whole) > to) cutAt(draft, [track], to, ids)
    const { clip } = draft.clip(id)
    if (clip.start < from) draft.put(track.id, halves(clip, from, clip.id).left)
    else if (clipEnd(clip) > to) draft.put(track.id, halves(clip, to, clip.id).right)
    else draft.remove(clip.id)
  }
}

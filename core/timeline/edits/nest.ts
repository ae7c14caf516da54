import { z } from 'zod'
import { fitTransitions } from '../document.ts'
import type { Draft } from '../draft.ts'
import { idsFrom } from '../ids.ts'
import { linkedTo } from '../queries.ts'
import { refusal } from '../refuse.ts'
import { Id } from '../clip.ts'
import type { Sequence, Track } from '../sequence.ts'
import type { Clip } from '../clip.ts'
import { ClipList } from '../clip-list.ts'
import { clipEnd } from '../queries.ts'
import { headOf, trackHead } from '../operation.ts'
import { frame } from '../time.ts'

export const NestArgs = z.object({
  clips: z.array(Id).min(1).max(10_000),
  /** The new sequence, and the clip that shows it here. */
  sequence: Id,
  clip: Id,
  name: z.string().min(1).max(400),
})
type Args = z.infer<typeof NestArgs>

/** The clips of a nest with the range that they take up. */
function chosen(sequence: Sequence, ids: readonly string[]): { track: Track; clip: Clip }[] {
  const all = new Map<string, { track: Track; clip: Clip }>()
  for (const track of sequence.tracks) {
    for (const id of ids) {
      const clip = track.items.get(id)
      if (clip)
        for (const one of linkedTo(sequence, clip)) all.set(one.id, { track: trackOf(sequence, one.id), clip: one })
    }
  }
  if (all.size === 0) throw refusal('CLIP_GONE', 'Those clips are no longer on the sequence. Select them again.')
  return [...all.values()]
}

function trackOf(sequence: Sequence, clip: string): Track {
  const track = sequence.tracks.find(({ items }) => items.get(clip))
  if (!track) throw refusal('CLIP_GONE', 'That clip is no longer on the sequence. Select it again.')
  return track
}

/** The sequence that a nest makes of clips: the same tracks, beginning where the first clip does. */
export function nestedSequence(sequence: Sequence, args: Args): Sequence {
  const parts = chosen(sequence, args.clips)
  const start = Math.min(...parts.map(({ clip }) => clip.start))
  const tracks = sequence.tracks.flatMap((track) => {
    const clips = parts.filter((part) => part.track.id === track.id).map(({ clip }) => clip)
    if (clips.length === 0) return []
    const sorted = clips.sort((a, b) => a.start - b.start)
    const moved = sorted
      .map((clip, index) => fitTransitions(sorted[index - 1], clip))
      .map((clip) => ({ ...clip, start: frame(clip.start - start) }))
    const { locked: _l, muted: _m, solo: _s, ...head } = trackHead(track)
    return [{ ...head, items: ClipList.from(moved) }]
  })
  const { patch: _patch, ...head } = headOf(sequence)
  return { id: args.sequence, ...head, name: args.name, tracks, markers: [] }
}

/**
 * Puts one clip in the place of others that shows them as a sequence of their own, on the lowest of their tracks, and one that
 * lets it be heard, on the highest of their tracks of sound; the two are linked.
 */
export function nest(draft: Draft, args: Args): void {
  const parts = chosen(draft.sequence, args.clips)
  const start = Math.min(...parts.map(({ clip }) => clip.start))
  const length = frame(Math.max(...parts.map(({ clip }) => clipEnd(clip))) - start)
  const theirs = draft.sequence.tracks.filter(({ id }) => parts.some(({ track }) => track.id === id))
  const lanes = [theirs.find(({ kind }) => kind === 'video'), theirs.findLast(({ kind }) => kind === 'audio')]
  const ids = idsFrom(args.clip)
  const clips = lanes.flatMap((lane) => (lane ? [{ track: lane.id, id: ids() }] : []))
  if (clips.length === 0) {
    throw refusal('TRACK_KIND', 'Captions alone cannot be nested. Select clips of picture or sound too.')
  }
  for (const { clip } of parts) draft.remove(clip.id)
  for (const { track, id } of clips) {
    const links = clips.flatMap((one) => (one.id === id ? [] : [one.id]))
    draft.add(track, {
      id,
      name: args.name,
      source: { kind: 'sequence', sequence: args.sequence },
      start: frame(start),
      length,
      offset: frame(0),
      available: length,
      ...(links.length > 0 && { links }),
    })
  }
}

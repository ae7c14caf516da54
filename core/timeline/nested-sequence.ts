import { ClipList } from './clip-list.ts'
import { fitTransitions } from './document.ts'
import { headOf, trackHead } from './operation.ts'
import { isOn, linkedTo, lookUp } from './queries.ts'
import { refusal } from './refuse.ts'
import type { Sequence, Track } from './sequence.ts'
import type { Clip } from './clip.ts'
import { frame } from './time.ts'

/** The clips that a nest takes, with all that they are linked to. Refused where none of them is there. */
export function nestedClips(sequence: Sequence, ids: readonly string[]): { track: Track; clip: Clip }[] {
  const named = ids.flatMap((id) => lookUp(sequence, id)?.clip ?? [])
  const all = new Set(named.flatMap((clip) => linkedTo(sequence, clip)).map(({ id }) => id))
  if (all.size === 0) throw refusal('CLIP_GONE', 'Those clips are no longer on the sequence. Select them again.')
  return sequence.tracks.flatMap((track) =>
    [...all].flatMap((id) => ({ track, clip: track.items.get(id) })).filter(has),
  )
}

function has(part: { track: Track; clip: Clip | undefined }): part is { track: Track; clip: Clip } {
  return part.clip !== undefined
}

/** Where the clips that show a nest and let it be heard go: the lowest track of its pictures, the highest of its sounds. */
export function nestLanes(parts: readonly { track: Track }[]): Track[] {
  const tracks = parts.map(({ track }) => track)
  return [tracks.find(({ kind }) => kind === 'video'), tracks.findLast(({ kind }) => kind === 'audio')].filter(
    (track) => track !== undefined,
  )
}

/**
 * The sequence that a nest makes of clips: the same tracks, beginning where the first clip does. What was not seen or heard
 * beside what was stays so in there.
 */
export function nestedSequence(
  sequence: Sequence,
  args: { clips: readonly string[]; sequence: string; name: string },
): Sequence {
  const parts = nestedClips(sequence, args.clips)
  const inside = new Set(parts.map(({ clip }) => clip.id))
  const start = Math.min(...parts.map(({ clip }) => clip.start))
  const shown = new Set(nestLanes(parts).flatMap((lane) => (isOn(sequence, lane) ? [lane.kind] : [])))
  const tracks = sequence.tracks.flatMap((track) => {
    const sorted = parts
      .filter((part) => part.track.id === track.id)
      .map(({ clip }) => clip)
      .sort((a, b) => a.start - b.start)
    if (sorted.length === 0) return []
    const moved = sorted
      .map((clip, index) => fitTransitions(sorted[index - 1], clip))
      .map((clip) => ({ ...linkedInside(clip, inside), start: frame(clip.start - start) }))
    const { locked: _l, muted: _m, solo: _s, ...head } = trackHead(track)
    const muted = shown.has(track.kind) && !isOn(sequence, track)
    return [{ ...head, ...(muted && { muted }), items: ClipList.from(moved) }]
  })
  const { patch: _patch, ...head } = headOf(sequence)
  return { id: args.sequence, ...head, name: args.name, tracks, markers: [] }
}

/** The clip without links to what stays outside. */
function linkedInside({ links = [], ...clip }: Clip, inside: ReadonlySet<string>): Clip {
  const kept = links.filter((id) => inside.has(id))
  return kept.length === 0 ? clip : { ...clip, links: kept }
}

import { refusal } from './refuse.ts'
import type { Sequence, Track } from './sequence.ts'
import type { Clip } from './clip.ts'
import { frame } from './time.ts'
import type { Frame } from './time.ts'

/** First frame after the clip. */
export function clipEnd(clip: Clip): Frame {
  return frame(clip.start + clip.length)
}

/** Frames from the start of the sequence to the end of its last clip. */
export function sequenceLength(sequence: Sequence): Frame {
  return frame(Math.max(0, ...sequence.tracks.map(trackEnd)))
}

/** First frame after the last clip of the track. */
export function trackEnd(track: Track): Frame {
  const { last } = track.items
  return last ? clipEnd(last) : frame(0)
}

/** Whether a track is seen or heard: not muted, and solo where another one of its kind is. */
export function isOn(sequence: Sequence, track: Track): boolean {
  const solo = sequence.tracks.some((one) => one.kind === track.kind && one.solo)
  return track.muted !== true && (!solo || track.solo === true)
}

/** The clip whose picture is on screen at a frame, the topmost video track first; undefined in a gap. Titles lie over it. */
export function clipAt(sequence: Sequence, at: number): Clip | undefined {
  for (const track of sequence.tracks.toReversed()) {
    if (track.kind !== 'video' || !isOn(sequence, track)) continue
    const clip = track.items.under(at)
    const over = clip?.source.kind === 'adjustment' || clip?.source.kind === 'title'
    if (clip && clip.disabled !== true && !over) return clip
  }
  return undefined
}

/** The clip and its track, or null. */
export function lookUp(sequence: Sequence, id: string): { track: Track; clip: Clip } | null {
  for (const track of sequence.tracks) {
    const clip = track.items.get(id)
    if (clip) return { track, clip }
  }
  return null
}

/** The clip and its track. Throws `EDIT_REFUSED` when the sequence no longer holds it. */
export function findClip(sequence: Sequence, id: string): { track: Track; clip: Clip } {
  const found = lookUp(sequence, id)
  if (!found) throw refusal('CLIP_GONE', 'That clip is no longer on the sequence. Select it again.')
  return found
}

/** The track. Throws `EDIT_REFUSED` when the sequence no longer holds it. */
export function findTrack(sequence: Sequence, id: string): Track {
  const track = sequence.tracks.find((candidate) => candidate.id === id)
  if (!track) throw refusal('TRACK_GONE', 'That track is no longer on the sequence. Pick another track.')
  return track
}

/** The clips that are linked to one, itself first; links to clips that are gone count for nothing. */
export function linkedTo(sequence: Sequence, clip: Clip): Clip[] {
  return [clip, ...(clip.links ?? []).flatMap((id) => lookUp(sequence, id)?.clip ?? [])]
}

/** A clip, and what it is linked to that shows the same shot: a take of it is theirs too. */
export function ofShot(sequence: Sequence, clip: Clip): Clip[] {
  const shot = ({ source }: Clip): string | null => (source.kind === 'shot' ? source.shot : null)
  return linkedTo(sequence, clip).filter(
    (one) => one.id === clip.id || (shot(clip) !== null && shot(one) === shot(clip)),
  )
}

/** Samples a second of a sequence's sound. */
export function sampleRateOf({ sampleRate }: Sequence): number {
  return sampleRate ?? 48_000
}

/** The clips that are selected where these are: they, what they are linked to, and the other members of their groups. */
export function selectedWith(sequence: Sequence, ids: readonly string[]): string[] {
  const all = new Set<string>()
  const groups = new Set<string>()
  const add = (clip: Clip): void => {
    for (const one of linkedTo(sequence, clip)) all.add(one.id)
    if (clip.group !== undefined) groups.add(clip.group)
  }
  for (const id of ids) {
    const clip = lookUp(sequence, id)?.clip
    if (clip) add(clip)
  }
  // Members are looked for only where there is a group: it means to look at every clip.
  if (groups.size > 0) {
    for (const { items } of sequence.tracks) {
      for (const clip of items) if (clip.group !== undefined && groups.has(clip.group)) add(clip)
    }
  }
  return [...all]
}

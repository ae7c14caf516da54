import type { Clip, Track } from '../sequence.ts'
import { clipEnd } from '../queries.ts'
import { frame } from '../time.ts'

/** Puts a clip among the others in order of start. The place must be free. */
export function place(track: Track, clip: Clip): Track {
  return { ...track, items: [...track.items, clip].sort((a, b) => a.start - b.start) }
}

/**
 * Frees the frames from `start` to `end`: clips inside go, clips that reach in are trimmed, a clip that spans the
 * range is cut in two (the right half takes `splitId`).
 */
export function clearRange(track: Track, start: number, end: number, splitId: string): Track {
  return { ...track, items: track.items.flatMap((clip) => clearFrom(clip, start, end, splitId)) }
}

function clearFrom(clip: Clip, start: number, end: number, splitId: string): Clip[] {
  const stop = clipEnd(clip)
  if (stop <= start || clip.start >= end) return [clip]
  const kept: Clip[] = []
  if (clip.start < start) kept.push({ ...clip, length: frame(start - clip.start) })
  if (stop > end) {
    const cut = end - clip.start
    kept.push({
      ...clip,
      id: clip.start < start ? splitId : clip.id,
      start: frame(end),
      offset: frame(clip.offset + cut),
      length: frame(stop - end),
    })
  }
  return kept
}

/** The sequence's tracks with one of them changed. */
export function withTrack(tracks: readonly Track[], changed: Track): Track[] {
  return tracks.map((track) => (track.id === changed.id ? changed : track))
}

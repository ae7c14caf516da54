import { CortadoError } from '../errors.ts'
import type { Clip, Sequence, Track } from './sequence.ts'
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
  const last = track.items.at(-1)
  return last ? clipEnd(last) : frame(0)
}

/** The clip on screen at a frame, the topmost video track first; undefined in a gap. */
export function clipAt(sequence: Sequence, at: number): Clip | undefined {
  return sequence.tracks
    .toReversed()
    .map((track) => track.items.find((clip) => clip.start <= at && at < clip.start + clip.length))
    .find((clip) => clip !== undefined)
}

/** The clip and its track. Throws `EDIT_REFUSED` when the sequence no longer holds it. */
export function findClip(sequence: Sequence, id: string): { track: Track; clip: Clip } {
  for (const track of sequence.tracks) {
    const clip = track.items.find((item) => item.id === id)
    if (clip) return { track, clip }
  }
  throw new CortadoError('EDIT_REFUSED', 'That clip is no longer on the sequence. Select it again.')
}

/** The track. Throws `EDIT_REFUSED` when the sequence no longer holds it. */
export function findTrack(sequence: Sequence, id: string): Track {
  const track = sequence.tracks.find((candidate) => candidate.id === id)
  if (!track) throw new CortadoError('EDIT_REFUSED', 'That track is no longer on the sequence. Pick another track.')
  return track
}

import type { Media } from '../../core/library/media.ts'
import type { Edit } from '../../core/timeline/edit.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { convertFrames, frame, scale } from '../../core/timeline/time.ts'

/** How long a still is at first, in seconds: it has no length of its own. */
const STILL_SECONDS = 5

/** A clip and the track that it goes to. */
export interface Lane {
  track: string
  clip: Clip
}

/** Frames of a sequence that a media file lasts; null for a still. A part of a frame at the end counts from its half on. */
export function mediaLength({ info }: Media, sequence: Sequence): { picture: number | null; sound: number | null } {
  const { num, den } = sequence.rate
  const { picture, sound, kind } = info
  return {
    picture:
      picture && kind === 'video' ? Math.max(1, convertFrames(picture.frames, picture.rate, sequence.rate)) : null,
    sound: sound && Math.max(1, scale(sound.samples, num, den * sound.sampleRate, 'nearest')),
  }
}

/** How long the clip of a media file is when it is laid down whole, in frames of the sequence. */
export function laidLength(media: Media, sequence: Sequence): number {
  const { picture, sound } = mediaLength(media, sequence)
  const still = Math.max(1, Math.round((STILL_SECONDS * sequence.rate.num) / sequence.rate.den))
  return media.info.kind === 'audio' ? (sound ?? 1) : (picture ?? still)
}

/** Where picture and sound go; null where that side is not wanted. */
export interface Targets {
  video: string | null
  audio: string | null
}

/**
 * A media file as clips that start at a frame: the picture of a video is linked with its sound. Empty where neither side has
 * a track.
 */
export function mediaLanes(
  media: Media,
  sequence: Sequence,
  start: number,
  targets: Targets,
  newId: () => string,
): Lane[] {
  const { kind, sound } = media.info
  const whole = mediaLength(media, sequence)
  const length = laidLength(media, sequence)
  const clipOf = (available: number | null, most: number): Clip => ({
    id: newId(),
    name: media.name.slice(0, 400),
    source: { kind: 'media', media: media.file },
    start: frame(start),
    length: frame(Math.min(length, most)),
    offset: frame(0),
    available: available === null ? null : frame(available),
  })
  const picture =
    kind !== 'audio' && targets.video !== null ? { track: targets.video, clip: clipOf(whole.picture, Infinity) } : null
  const heard = sound !== null && kind !== 'still' && targets.audio !== null && whole.sound !== null
  const sounds = heard ? { track: targets.audio ?? '', clip: clipOf(whole.sound, whole.sound ?? 1) } : null
  if (!picture || !sounds) return [picture, sounds].filter((lane) => lane !== null)
  return [
    { ...picture, clip: { ...picture.clip, links: [sounds.clip.id] } },
    { ...sounds, clip: { ...sounds.clip, links: [picture.clip.id] } },
  ]
}

/** The edit that lays clips on their tracks together: over what is there, pushing it to the right, or behind it all. */
export function layEdit(how: 'insert' | 'overwrite' | 'append', lanes: readonly Lane[], splitId: string): Edit | null {
  const [first, ...more] = lanes
  if (!first) return null
  if (how === 'append') return { name: how, args: { clips: [...lanes] } }
  return { name: how, args: { ...first, splitId, ...(more.length > 0 && { more }) } }
}

import type { Media } from '../../core/library/media.ts'
import { toSeconds } from '../../core/timeline/time.ts'
import { formatSeconds } from '../app/format.ts'

export const KIND_WORDS = { video: 'video', audio: 'sound', still: 'still' } as const

/** How long a media file is, in seconds; null for a still. */
export function mediaSeconds({ info: { kind, picture, sound } }: Media): number | null {
  if (kind === 'still') return null
  if (picture) return toSeconds(picture.frames, picture.rate)
  return sound ? sound.samples / sound.sampleRate : null
}

/** "video · 2.4 s · 1920 × 1080 · with sound". */
export function mediaWords(media: Media): string {
  const { kind, picture, sound } = media.info
  const seconds = mediaSeconds(media)
  const parts = [
    KIND_WORDS[kind],
    seconds === null ? '' : formatSeconds(seconds),
    picture ? `${picture.size.width} × ${picture.size.height}` : '',
    kind === 'video' && sound ? 'with sound' : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

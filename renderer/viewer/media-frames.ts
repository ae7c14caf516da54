import type { Media } from '../../core/library/media.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import type { FrameTake } from './frame-take.ts'
import { indexBy } from './index-by.ts'

/** Imported files by their content, which is what clips name. */
export type MediaByFile = ReadonlyMap<string, Media>

/** No imported files. */
export const NO_MEDIA: MediaByFile = new Map()

/** Imported files by content. */
export const mediaIndex = indexBy<Media>(({ file }) => file)

/** The imported file that a clip shows or sounds; null for a clip of something else. */
export function mediaOfClip({ source }: Clip, media: MediaByFile): Media | null {
  return source.kind === 'media' ? (media.get(source.media) ?? null) : null
}

/** What the viewer asks frames of a media file by; null for a sound. */
export function framesOfMedia({ id, file, info, proxy, poster }: Media): (FrameTake & { id: string }) | null {
  const { kind, picture } = info
  if (!picture || kind === 'audio') return null
  const { frames, rate } = picture
  if (kind === 'still') return { id, proxy: file, rate, frames, still: poster ?? file }
  return proxy === null ? null : { id, proxy, rate, frames }
}

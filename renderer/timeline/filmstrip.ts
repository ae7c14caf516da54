import type { Size } from '../../core/generation/recipe.ts'
import type { Media } from '../../core/library/media.ts'
import { sourcePosition } from '../../core/timeline/clip-time.ts'
import type { Clip } from '../../core/timeline/clip.ts'
import { sourceFrameAt } from '../../core/timeline/time.ts'
import type { Rate } from '../../core/timeline/time.ts'

/** One picture of the strip: `x` and `width` in pixels from the clip's left edge, `index` into the filmstrip image. */
export interface Tile {
  x: number
  width: number
  index: number
}

/** What the pictures of a clip are taken from. */
interface StripSource {
  frames: number
  rate: Rate
  filmstripFrames: number
}

/**
 * The pictures that fill a clip between two pixels of it. Each shows the take at the moment of its own left edge, so
 * trimming the start slides the strip as it slides the film.
 */
export function filmstripTiles(
  clip: Pick<Clip, 'length' | 'offset' | 'retime'>,
  take: StripSource,
  sequence: Rate,
  pxPerFrame: number,
  tileWidth: number,
  window: { from: number; to: number },
): Tile[] {
  const width = clip.length * pxPerFrame
  const from = Math.max(0, Math.floor(Math.max(0, window.from) / tileWidth))
  const to = Math.ceil(Math.min(width, window.to) / tileWidth)
  return Array.from({ length: Math.max(0, to - from) }, (_, step) => {
    const x = (from + step) * tileWidth
    const at = Math.floor(sourcePosition(clip, Math.floor(x / pxPerFrame)))
    const source = Math.max(0, Math.min(take.frames - 1, sourceFrameAt(at, sequence, take.rate)))
    const index = Math.min(take.filmstripFrames - 1, Math.floor((source * take.filmstripFrames) / take.frames))
    return { x, width: Math.min(tileWidth, width - x), index }
  })
}

/** The pictures of an imported file: its filmstrip, or a still over and over; null for a sound. */
export function stripOfMedia({ info, filmstrip, filmstripFrames, poster }: Media): (StripSource & Strip) | null {
  if (!info.picture) return null
  const { frames, rate, size } = info.picture
  if (info.kind !== 'still' && filmstrip !== null) return { frames, rate, size, filmstrip, filmstripFrames }
  return poster === null ? null : { frames: 1, rate, size, filmstrip: poster, filmstripFrames: 1 }
}

interface Strip {
  filmstrip: string
  size: Size
}

import type { ClipList } from '../../core/timeline/clip-list.ts'
import type { Clip } from '../../core/timeline/clip.ts'

/** Clips thinner than this are drawn together, as shares of pixels. */
const THIN_PX = 6
/** From this width on a clip ends in a dark line when it is drawn together with others. */
const LINED_PX = 3

/** How much of each pixel thin clips cover, from the first pixel of the view on, 0 to 1; and how much of it selected ones do. */
export interface Cover {
  share: Float32Array
  selected: Float32Array
}

export interface Visible {
  clips: Clip[]
  /** Null where no clip is too thin to draw by itself. */
  cover: Cover | null
}

/** A part of a lane, in pixels from the start of the sequence. */
export interface Part {
  from: number
  to: number
  pxPerFrame: number
}

/**
 * What a track has to draw in a part of its lane. Clips that are too thin are told as how much of each pixel they cover, so that
 * gaps look as wide as they are, even those that are narrower than a pixel. `keep` is drawn as a clip however thin it is.
 */
export function visibleItems(
  items: ClipList,
  { from, to, pxPerFrame }: Part,
  keep: string | null,
  selection: ReadonlySet<string> = NONE,
): Visible {
  const clips: Clip[] = []
  let cover: Cover | null = null
  for (const clip of items.between(from / pxPerFrame, to / pxPerFrame)) {
    const width = clip.length * pxPerFrame
    if (width >= THIN_PX || clip.id === keep) clips.push(clip)
    else {
      cover ??= { share: new Float32Array(to - from), selected: new Float32Array(to - from) }
      const left = clip.start * pxPerFrame - from
      const right = left + (width >= LINED_PX ? width - 1 : width)
      add(cover.share, left, right)
      if (selection.size > 0 && selection.has(clip.id)) add(cover.selected, left, right)
    }
  }
  return { clips, cover }
}

const NONE: ReadonlySet<string> = new Set()

/** Adds the pixels from `left` to `right`, and parts of those at the ends. */
function add(share: Float32Array, left: number, right: number): void {
  const last = Math.min(share.length - 1, Math.ceil(right) - 1)
  for (let pixel = Math.max(0, Math.floor(left)); pixel <= last; pixel += 1) {
    share[pixel] = Math.min(1, (share[pixel] ?? 0) + Math.min(right, pixel + 1) - Math.max(left, pixel))
  }
}

/** Which edge of a clip, or its body, lies under a pixel. */
export type Zone = 'in' | 'out' | 'body'

const EDGE_PX = 7

/** The clip at `x` pixels, and whether `x` grabs one of its edges; null in a gap. */
export function hitTest(items: ClipList, x: number, pxPerFrame: number): { clip: Clip; zone: Zone } | null {
  const at = x / pxPerFrame
  const clip = items.under(at)
  if (!clip) return null
  const width = clip.length * pxPerFrame
  // A short clip keeps a third of itself for moving.
  const edge = Math.min(EDGE_PX, width / 3)
  const fromStart = x - clip.start * pxPerFrame
  if (fromStart < edge) return { clip, zone: 'in' }
  return { clip, zone: width - fromStart <= edge ? 'out' : 'body' }
}

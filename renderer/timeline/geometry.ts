/** Pixels a frame may take: from an hour in a few pixels to a frame wide enough to hit. */
const MAX_PX_PER_FRAME = 48
/** Chromium lays out elements up to about 33 million pixels; longer sequences zoom in less. */
const MAX_CONTENT_PX = 16_000_000
/** Empty frames after the last clip, in parts of the view, so that there is room to drop a clip. */
const TAIL = 0.5

/** The part of the sequence on screen: `scroll` and `width` in pixels. */
export interface View {
  pxPerFrame: number
  scroll: number
  width: number
}

/** Pixels from the start of the sequence to the left edge of a frame. */
function frameToX(at: number, pxPerFrame: number): number {
  return at * pxPerFrame
}

/** The frame under a pixel; never negative. */
export function xToFrame(x: number, pxPerFrame: number): number {
  return Math.max(0, Math.floor(x / pxPerFrame))
}

/** The cut (frame boundary) nearest to a pixel; never negative. */
export function xToCut(x: number, pxPerFrame: number): number {
  return Math.max(0, Math.round(x / pxPerFrame))
}

/** The zoom that shows `length` frames, with a little room after the last. */
export function fitZoom(length: number, width: number): number {
  if (width <= 0) return 1
  return clampZoom(width / (Math.max(length, 1) * 1.06), length, width)
}

/** Keeps a zoom between the whole sequence on screen and single frames. */
export function clampZoom(pxPerFrame: number, length: number, width: number): number {
  const most = Math.max(0.001, Math.min(MAX_PX_PER_FRAME, MAX_CONTENT_PX / Math.max(length, 1)))
  const least = Math.min(most, 0.5, Math.max(width, 1) / (Math.max(length, 1) * 2))
  return Math.min(most, Math.max(least, pxPerFrame))
}

/** Zooms by `factor` while the frame under `anchorX` (pixels from the left of the view) stays where it is. */
export function zoomAround(view: View, factor: number, anchorX: number, length: number): View {
  const pxPerFrame = clampZoom(view.pxPerFrame * factor, length, view.width)
  const anchorFrame = (view.scroll + anchorX) / view.pxPerFrame
  return { ...view, pxPerFrame, scroll: Math.max(0, anchorFrame * pxPerFrame - anchorX) }
}

/** Width of everything that can be scrolled, in pixels. */
export function contentWidth(length: number, view: Pick<View, 'pxPerFrame' | 'width'>): number {
  return Math.max(view.width, Math.ceil(length * view.pxPerFrame + view.width * TAIL))
}

/** The scroll that brings a frame into view; unchanged when it is there already. `page` turns a page, as playback does. */
export function scrollTo(at: number, view: View, page: boolean): number {
  const x = frameToX(at, view.pxPerFrame)
  if (x >= view.scroll && x <= view.scroll + view.width - 1) return view.scroll
  if (page && x > view.scroll) return Math.max(0, x - view.width * 0.05)
  return Math.max(0, x - view.width / 2)
}

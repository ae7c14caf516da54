import { memo, useLayoutEffect, useRef } from 'react'
import type { JSX } from 'react'
import type { TrackHead } from '../../core/timeline/sequence.ts'
import type { Cover } from './visible.ts'

/** What a lane leaves above and below its clips, and the height of a clip's upper edge, in pixels. */
const MARGIN_PX = 3
const EDGE_PX = 2

interface CoverViewProps {
  cover: Cover
  kind: TrackHead['kind']
  /** Of its first pixel, from the start of the sequence. */
  left: number
  /** Of the lane. */
  height: number
}

/** Clips too thin to see one by one, painted: a pixel is as bright as much of it is covered. */
export const CoverView = memo(function CoverView({ cover, kind, left, height }: CoverViewProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = { width: cover.share.length, height: height - 2 * MARGIN_PX }
  useLayoutEffect(() => {
    // A canvas whose size changes is empty.
    if (canvas.current) paint(canvas.current, cover, size)
  })
  return <canvas ref={canvas} className={`tl-cover tl-cover-${kind}`} style={{ left }} {...size} aria-hidden="true" />
})

function paint(canvas: HTMLCanvasElement, { share, selected }: Cover, { height }: { height: number }): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const { color, borderTopColor, outlineColor } = getComputedStyle(canvas)
  context.clearRect(0, 0, share.length, height)
  columns(context, share, color, 0, height)
  columns(context, share, borderTopColor, 0, EDGE_PX)
  columns(context, selected, outlineColor, 0, EDGE_PX)
  columns(context, selected, outlineColor, height - EDGE_PX, EDGE_PX)
}

/** Paints pixels that lie side by side and are covered as much as one. */
function columns(
  context: CanvasRenderingContext2D,
  share: Float32Array,
  colour: string,
  top: number,
  height: number,
): void {
  context.fillStyle = colour
  let from = 0
  for (let pixel = 1; pixel <= share.length; pixel += 1) {
    const alpha = share[from] ?? 0
    if (pixel < share.length && Math.abs((share[pixel] ?? 0) - alpha) < 1 / 64) continue
    if (alpha > 0) {
      context.globalAlpha = alpha
      context.fillRect(from, top, pixel - from, height)
    }
    from = pixel
  }
  context.globalAlpha = 1
}

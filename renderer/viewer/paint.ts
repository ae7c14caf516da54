import { fitInside } from './fit.ts'
import type { FrameSource } from './frame-source.ts'
import type { Shown } from './shown-frame.ts'
import type { FrameTake } from './frame-take.ts'

/** What came of painting: `late` leaves the picture that was there until the frame arrives. */
export type Painted = 'frame' | 'gap' | 'empty' | 'late' | 'failed'

/**
 * Paints what a sequence shows on a canvas of its shape: the take's frame fitted and centred on black, as the render
 * does. Never waits.
 */
export function paintShown(context: CanvasRenderingContext2D, frames: FrameSource, shown: Shown): Painted {
  if (shown.kind !== 'frame') {
    black(context)
    return shown.kind
  }
  return paintTake(context, frames, shown.take, shown.index)
}

/** Paints one frame of a take, fitted and centred on black. Never waits. */
export function paintTake(
  context: CanvasRenderingContext2D,
  frames: FrameSource,
  take: FrameTake,
  index: number,
): Painted {
  const picture = frames.peek(take, index)
  if (!picture) {
    if (frames.failure(take) === null) return 'late'
    black(context)
    return 'failed'
  }
  black(context)
  const box = fitInside(picture, context.canvas)
  context.imageSmoothingEnabled = true
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, box.x, box.y, box.width, box.height)
  return 'frame'
}

function black(context: CanvasRenderingContext2D): void {
  context.fillStyle = '#000'
  context.fillRect(0, 0, context.canvas.width, context.canvas.height)
}

import type { Sequence } from '../../core/timeline/sequence.ts'
import { fitInside } from './fit.ts'
import type { FrameSource, FrameTake } from './frame-source.ts'
import { shownAt } from './shown-frame.ts'
import type { ShotsById } from './shown-frame.ts'

/** What came of painting: `late` leaves the picture that was there until the frame arrives. */
export type Painted = 'frame' | 'gap' | 'empty' | 'late' | 'failed'

/**
 * Paints a sequence frame on a canvas that has the shape of the sequence: the take's frame fitted and centred on
 * black, as the render does. Never waits.
 */
export function paintSequence(
  context: CanvasRenderingContext2D,
  frames: FrameSource,
  sequence: Sequence,
  at: number,
  shots: ShotsById,
): Painted {
  const shown = shownAt(sequence, at, shots)
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

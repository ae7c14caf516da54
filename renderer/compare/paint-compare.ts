import type { CompareMode } from './compare-model.ts'

export interface ComparePicture {
  mode: CompareMode
  wipe: number
  onion: number
  gain: number
  single: 'a' | 'b'
}

/** Empty pixels between two pictures that stand side by side. */
export const BETWEEN = 8

/** Paints two pictures on a canvas as they are to be compared. Both fill the same box, whatever their own sizes. */
export function paintCompared(
  context: CanvasRenderingContext2D,
  a: CanvasImageSource,
  b: CanvasImageSource,
  { mode, wipe, onion, gain, single }: ComparePicture,
): void {
  const { width: all, height } = context.canvas
  const width = mode === 'side' ? (all - BETWEEN) / 2 : all
  const draw = (picture: CanvasImageSource, x = 0): void => context.drawImage(picture, x, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.clearRect(0, 0, all, height)
  switch (mode) {
    case 'single':
      draw(single === 'a' ? a : b)
      return
    case 'side':
      draw(a)
      draw(b, width + BETWEEN)
      return
    case 'onion':
      draw(a)
      context.globalAlpha = onion
      draw(b)
      context.globalAlpha = 1
      return
    case 'difference':
      draw(a)
      context.globalCompositeOperation = 'difference'
      draw(b)
      context.globalCompositeOperation = 'copy'
      context.filter = `brightness(${gain})`
      context.drawImage(context.canvas, 0, 0)
      context.filter = 'none'
      context.globalCompositeOperation = 'source-over'
      return
    case 'wipe':
      draw(b)
      context.save()
      context.beginPath()
      context.rect(0, 0, Math.round(width * wipe), height)
      context.clip()
      draw(a)
      context.restore()
  }
}

import type { Take } from '../../core/library/entities.ts'
import { moves, shiftAt } from './mask-model.ts'
import type { Mask, Stroke } from './mask-model.ts'

/** Draws the mask as it lies at a frame, in one colour on nothing. The canvas has the size of the picture. */
export function drawMask(context: CanvasRenderingContext2D, mask: Mask, frame: number, colour: string): void {
  const { x, y } = shiftAt(mask.keys, frame)
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, context.canvas.width, context.canvas.height)
  context.setTransform(1, 0, 0, 1, x, y)
  context.fillStyle = colour
  context.strokeStyle = colour
  context.lineCap = 'round'
  context.lineJoin = 'round'
  for (const stroke of mask.strokes) drawStroke(context, stroke)
  context.globalCompositeOperation = 'source-over'
}

function drawStroke(context: CanvasRenderingContext2D, stroke: Stroke): void {
  context.globalCompositeOperation = stroke.tool === 'erase' ? 'destination-out' : 'source-over'
  if (stroke.tool === 'box') {
    const { a, b } = stroke
    context.fillRect(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y))
    return
  }
  const [first, ...rest] = stroke.points
  if (!first) return
  context.lineWidth = stroke.size
  context.beginPath()
  context.moveTo(first.x, first.y)
  // A line of no length is a dot.
  for (const { x, y } of rest.length > 0 ? rest : [first]) context.lineTo(x, y)
  context.stroke()
}

/** The mask as the studio takes it, white on black: one PNG, or one for each frame of the take where it moves. */
export function maskPictures(mask: Mask, take: Pick<Take, 'size' | 'frames'>): { png: string } | { pngs: string[] } {
  const { width, height } = take.size
  const [drawn, flat] = [canvas(width, height), canvas(width, height)]
  const png = (frame: number): string => {
    drawMask(drawn, mask, frame, '#fff')
    flat.fillStyle = '#000'
    flat.fillRect(0, 0, width, height)
    flat.drawImage(drawn.canvas, 0, 0)
    return flat.canvas.toDataURL('image/png').slice('data:image/png;base64,'.length)
  }
  return moves(mask) ? { pngs: Array.from({ length: take.frames }, (_, frame) => png(frame)) } : { png: png(0) }
}

function canvas(width: number, height: number): CanvasRenderingContext2D {
  const element = document.createElement('canvas')
  Object.assign(element, { width, height })
  const context = element.getContext('2d')
  if (!context) throw new Error('This browser cannot draw.')
  return context
}

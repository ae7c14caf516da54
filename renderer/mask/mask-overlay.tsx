import { useEffect, useRef } from 'react'
import type { JSX, PointerEvent } from 'react'
import './mask.css'
import type { Take } from '../../core/library/entities.ts'
import { drawMask } from './draw-mask.ts'
import { shiftAt, withKey } from './mask-model.ts'
import type { Mask, Point, Stroke } from './mask-model.ts'
import { changeMask, maskStore, useMask } from './mask-store.ts'

const RED = '#e0483a'

/** The mask in red over a take's picture, painted with the pointer. */
export function MaskOverlay({ take, at }: { take: Take; at: number }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const cursor = useRef<HTMLSpanElement>(null)
  const mask = useMask((state) => state.mask)
  const tool = useMask((state) => state.tool)
  const size = useMask((state) => state.size)
  // What a press has made so far; the store hears of it once, when the pointer is let go.
  const held = useRef<{ begun: Point; mask: Mask; next: Mask } | null>(null)

  const draw = (shown: Mask): void => {
    const context = canvas.current?.getContext('2d')
    if (context) drawMask(context, shown, at, RED)
  }
  useEffect(() => draw(held.current?.next ?? mask))

  const onMove = (event: PointerEvent<HTMLCanvasElement>): void => {
    moveCursor(event, cursor.current)
    const press = held.current
    if (!press) return
    const points = pointsOf(event, take)
    press.next = continued(press.mask, press.next, press.begun, points, at)
    draw(press.next)
  }
  const onUp = (): void => {
    const press = held.current
    held.current = null
    if (press && press.next !== press.mask) changeMask(press.next)
  }

  const wide = (100 * size) / take.size.width
  const round = tool === 'brush' || tool === 'erase'
  return (
    <>
      <canvas
        ref={canvas}
        className={round ? 'mask-canvas mask-round' : 'mask-canvas'}
        role="img"
        aria-label="Mask"
        width={take.size.width}
        height={take.size.height}
        onClick={(event) => event.stopPropagation()}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          const [begun] = pointsOf(event, take)
          if (!begun) return
          const now = maskStore.getState().mask
          held.current = { begun, mask: now, next: begunMask(now, begun, at) }
          draw(held.current.next)
        }}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={() => {
          held.current = null
          draw(mask)
        }}
        onPointerLeave={() => cursor.current?.setAttribute('hidden', '')}
      />
      <span
        ref={cursor}
        className="mask-cursor"
        hidden
        style={{ width: `${wide}%`, display: round ? undefined : 'none' }}
      />
    </>
  )
}

/** The mask as a press begins to change it. */
function begunMask(mask: Mask, begun: Point, at: number): Mask {
  const { tool, size } = maskStore.getState()
  if (tool === 'move') return mask
  const point = unshifted(mask, begun, at)
  const stroke: Stroke = tool === 'box' ? { tool, a: point, b: point } : { tool, size, points: [point] }
  return { ...mask, strokes: [...mask.strokes, stroke] }
}

/** The mask as the pointer has changed it further: a longer stroke, a larger box, or another place at this frame. */
function continued(before: Mask, now: Mask, begun: Point, points: readonly Point[], at: number): Mask {
  const last = points.at(-1)
  if (!last) return now
  if (maskStore.getState().tool === 'move') {
    const { x, y } = shiftAt(before.keys, at)
    return { ...before, keys: withKey(before.keys, { at, x: x + last.x - begun.x, y: y + last.y - begun.y }) }
  }
  const stroke = now.strokes.at(-1)
  if (!stroke) return now
  const moved = points.map((point) => unshifted(before, point, at))
  const next: Stroke =
    stroke.tool === 'box'
      ? { ...stroke, b: moved.at(-1) ?? stroke.b }
      : { ...stroke, points: [...stroke.points, ...moved] }
  return { ...now, strokes: [...now.strokes.slice(0, -1), next] }
}

function unshifted({ keys }: Mask, { x, y }: Point, at: number): Point {
  const shift = shiftAt(keys, at)
  return { x: x - shift.x, y: y - shift.y }
}

/** Every place that the pointer has been at since the last event, in pixels of the picture. */
function pointsOf(event: PointerEvent<HTMLCanvasElement>, { size }: Take): Point[] {
  const box = event.currentTarget.getBoundingClientRect()
  const all = event.nativeEvent.getCoalescedEvents()
  return (all.length > 0 ? all : [event.nativeEvent]).map(({ clientX, clientY }) => ({
    x: ((clientX - box.left) * size.width) / box.width,
    y: ((clientY - box.top) * size.height) / box.height,
  }))
}

function moveCursor(event: PointerEvent<HTMLCanvasElement>, cursor: HTMLElement | null): void {
  const box = event.currentTarget.getBoundingClientRect()
  if (!cursor) return
  cursor.removeAttribute('hidden')
  cursor.style.left = `${event.clientX - box.left}px`
  cursor.style.top = `${event.clientY - box.top}px`
}

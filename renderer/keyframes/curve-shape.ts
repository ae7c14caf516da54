import type { Keyframe } from '../../core/look/keyframes.ts'
import { handlesOf } from './ease.ts'

/** Which frames and which values a curve is drawn for. */
export interface CurveView {
  from: number
  to: number
  low: number
  high: number
}

/** A box in pixels. */
export interface Box {
  width: number
  height: number
}

/** The range of values that all keyframes and their handles lie in, with some air. */
export function valueRange(keys: readonly Keyframe[]): { low: number; high: number } {
  const values = keys.flatMap((key, index) => {
    const to = keys[index + 1]
    if (!to || typeof key.ease !== 'object') return [key.value]
    const rise = to.value - key.value
    return [key.value, key.value + rise * key.ease.bezier[1], key.value + rise * key.ease.bezier[3]]
  })
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const air = high > low ? (high - low) * 0.2 : Math.max(1, Math.abs(high) * 0.1)
  return { low: low - air, high: high + air }
}

export function xOf(at: number, view: CurveView, box: Box): number {
  return ((at - view.from) / Math.max(1, view.to - view.from)) * box.width
}

export function yOf(value: number, view: CurveView, box: Box): number {
  return box.height * (1 - (value - view.low) / (view.high - view.low))
}

/** The value over time as an SVG path: straight, stepped, or exactly the Bezier curve that the film is made with. */
export function curvePath(keys: readonly Keyframe[], view: CurveView, box: Box): string {
  const [first] = keys
  const last = keys.at(-1)
  if (!first || !last) return ''
  const point = (at: number, value: number): string => `${round(xOf(at, view, box))} ${round(yOf(value, view, box))}`
  const parts = [`M${point(Math.min(view.from, first.at), first.value)}`, `L${point(first.at, first.value)}`]
  for (const [index, key] of keys.entries()) {
    const to = keys[index + 1]
    if (!to) break
    if (key.ease === 'hold') parts.push(`L${point(to.at, key.value)}`, `L${point(to.at, to.value)}`)
    else if (key.ease === 'linear') parts.push(`L${point(to.at, to.value)}`)
    else {
      const { out, into } = handlePlaces(key, to)
      parts.push(`C${point(out.at, out.value)} ${point(into.at, into.value)} ${point(to.at, to.value)}`)
    }
  }
  parts.push(`L${point(Math.max(view.to, last.at), last.value)}`)
  return parts.join('')
}

/** Where the handles of the way between two keyframes lie, in frames and values. */
export function handlePlaces(key: Keyframe, to: Keyframe): Record<'out' | 'into', Pick<Keyframe, 'at' | 'value'>> {
  const [x1, y1, x2, y2] = handlesOf(key.ease)
  const place = (x: number, y: number): Pick<Keyframe, 'at' | 'value'> => ({
    at: key.at + x * (to.at - key.at),
    value: key.value + y * (to.value - key.value),
  })
  return { out: place(x1, y1), into: place(x2, y2) }
}

/**
 * The keyframe with one of its handles pulled to a place. A handle stays between its keyframes in time; between equal values
 * a curve has no height to give, so that only its time counts.
 */
export function pulledHandle(
  key: Keyframe,
  to: Keyframe,
  which: 'out' | 'into',
  place: Pick<Keyframe, 'at' | 'value'>,
): Keyframe {
  const handles = [...handlesOf(key.ease)] as [number, number, number, number]
  const [x, y] = which === 'out' ? [0, 1] : [2, 3]
  handles[x] = hundredth(Math.min(1, Math.max(0, (place.at - key.at) / (to.at - key.at))))
  const rise = to.value - key.value
  if (rise !== 0) handles[y] = hundredth(Math.min(10, Math.max(-10, (place.value - key.value) / rise)))
  return { ...key, ease: { bezier: handles } }
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

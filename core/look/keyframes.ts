import { z } from 'zod'
import { PROPERTY_NAMES } from './properties.ts'

/**
 * How a value leaves a keyframe for the next one: evenly, not at all until the next, or along a cubic Bezier from (0, 0)
 * to (1, 1) with these two handles, as in CSS timing functions.
 */
const Ease = z.union([
  z.enum(['linear', 'hold']),
  z.object({
    bezier: z.tuple([
      z.number().min(0).max(1),
      z.number().min(-10).max(10),
      z.number().min(0).max(1),
      z.number().min(-10).max(10),
    ]),
  }),
])

/** `at` counts frames of the clip's own time (see `clipTime`), so that trimming its start does not move it. */
export const Keyframe = z.object({ at: z.number().int(), value: z.number(), ease: Ease })
export type Keyframe = z.infer<typeof Keyframe>

/** One value for the whole clip, or keyframes in order of time. */
export const Animated = z.union([
  z.number(),
  z.array(Keyframe).min(1).max(10_000).refine(inOrder, 'not in order of time'),
])
export type Animated = z.infer<typeof Animated>

/** Whether things at times follow one another, no two at once. */
export function inOrder(points: readonly { at: number }[]): boolean {
  return points.every(({ at }, index) => index === 0 || at > (points[index - 1]?.at ?? 0))
}

/** What a clip says of its properties; what it leaves out is neutral. */
export const Look = z.partialRecord(z.enum(PROPERTY_NAMES), Animated)
export type Look = z.infer<typeof Look>

/** The value at a moment of the clip's own time: the first keyframe holds before it, the last one after it. */
export function valueAt(animated: Animated, at: number): number {
  if (typeof animated === 'number') return animated
  const next = animated.findIndex((key) => key.at > at)
  const from = animated.at(next - 1)
  const to = animated[next]
  if (next <= 0 || !from || !to) return (next === 0 ? animated[0] : animated.at(-1))?.value ?? 0
  if (from.ease === 'hold' || at === from.at) return from.value
  const part = (at - from.at) / (to.at - from.at)
  return from.value + (to.value - from.value) * (from.ease === 'linear' ? part : bezier(from.ease.bezier, part))
}

/** Height of the curve where it is `x` along. It never turns back, because both handles lie between 0 and 1. */
function bezier([x1, y1, x2, y2]: readonly [number, number, number, number], x: number): number {
  let low = 0
  let high = 1
  // 40 halvings bring the parameter below 1e-12, the same on every machine.
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2
    if (cubic(x1, x2, middle) < x) low = middle
    else high = middle
  }
  return cubic(y1, y2, (low + high) / 2)
}

function cubic(a: number, b: number, t: number): number {
  const rest = 1 - t
  return 3 * rest * rest * t * a + 3 * rest * t * t * b + t * t * t
}

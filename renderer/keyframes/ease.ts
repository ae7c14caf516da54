import type { Keyframe } from '../../core/look/keyframes.ts'

type Ease = Keyframe['ease']
/** Across and up for the point where a value leaves a keyframe, and where it arrives at the next one; each 0 to 1 of the way. */
export type Handles = readonly [number, number, number, number]

/** What the easing menu sets. In and out are meant as editors mean them: a value eases into a keyframe and out of it. */
export type EaseKind = 'linear' | 'hold' | 'in' | 'out' | 'both' | 'bezier'

export const EASE_WORDS: Readonly<Record<EaseKind, string>> = {
  linear: 'Linear',
  hold: 'Hold',
  in: 'Ease in',
  out: 'Ease out',
  both: 'Ease in and out',
  bezier: 'Bezier',
}

/** Handles that lie on the straight line. */
const STRAIGHT: Handles = [1 / 3, 1 / 3, 2 / 3, 2 / 3]
/** Handles that stand still at both keyframes, as CSS has them. */
const EASED: Handles = [0.42, 0, 0.58, 1]

/** The handles of a way from one keyframe to the next; those of a straight line where it has none of its own. */
export function handlesOf(ease: Ease): Handles {
  return typeof ease === 'object' ? ease.bezier : STRAIGHT
}

/** The way that handles make; `linear` where they lie on the straight line. */
function easeOf([x1, y1, x2, y2]: Handles): Ease {
  return x1 === y1 && x2 === y2 ? 'linear' : { bezier: [x1, y1, x2, y2] }
}

const leaving = (ease: Ease, [x, y]: Handles): Ease => easeOf([x, y, handlesOf(ease)[2], handlesOf(ease)[3]])
const arriving = (ease: Ease, [, , x, y]: Handles): Ease => easeOf([handlesOf(ease)[0], handlesOf(ease)[1], x, y])

/** The keyframes with the chosen ones eased. What comes from a keyframe that holds has no way in, and stays held. */
export function eased(keys: readonly Keyframe[], chosen: ReadonlySet<number>, kind: EaseKind): Keyframe[] {
  const next = keys.map((key) => ({ ...key }))
  for (const [index, key] of next.entries()) {
    if (!chosen.has(key.at)) continue
    if (kind === 'hold') key.ease = 'hold'
    else if (kind === 'bezier') key.ease = typeof key.ease === 'object' ? key.ease : { bezier: [...EASED] }
    else {
      if (kind !== 'in') key.ease = leaving(key.ease, kind === 'linear' ? STRAIGHT : EASED)
      const before = next[index - 1]
      if (before && before.ease !== 'hold' && kind !== 'out') {
        before.ease = arriving(before.ease, kind === 'linear' ? STRAIGHT : EASED)
      }
    }
  }
  return next
}

/** What the easing menu shows of a keyframe. */
export function easeKind(keys: readonly Keyframe[], at: number): EaseKind {
  const index = keys.findIndex((key) => key.at === at)
  const key = keys[index]
  const before = keys[index - 1]
  if (!key) return 'linear'
  if (key.ease === 'hold') return 'hold'
  const out = handlesOf(key.ease).slice(0, 2)
  const into = before && before.ease !== 'hold' ? handlesOf(before.ease).slice(2) : STRAIGHT.slice(2)
  const [straightOut, easedOut] = [same(out, STRAIGHT), same(out, EASED)]
  const [straightIn, easedIn] = [same(into, STRAIGHT.slice(2)), same(into, EASED.slice(2))]
  if (straightOut && straightIn) return 'linear'
  if (easedOut && easedIn) return 'both'
  if (easedIn && straightOut) return 'in'
  return easedOut && straightIn ? 'out' : 'bezier'
}

function same(handle: readonly number[], other: readonly number[]): boolean {
  return handle.every((value, index) => Math.abs(value - (other[index] ?? 0)) < 1e-6)
}

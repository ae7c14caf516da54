import type { Keyframe } from '../../core/look/keyframes.ts'

type Keys = readonly Keyframe[]

/**
 * The chosen keyframes so many frames later. One that comes to lie on another takes its place. What lies inside the clip
 * stays inside.
 */
export function movedKeys(keys: Keys, chosen: ReadonlySet<number>, by: number, length: number): Keyframe[] {
  const held = heldBy(keys, chosen, by, length)
  const moved = keys.filter(({ at }) => chosen.has(at)).map((key) => ({ ...key, at: key.at + held }))
  return merged(
    keys.filter(({ at }) => !chosen.has(at)),
    moved,
  )
}

/** How far the chosen keyframes can be moved of what is asked, so that those inside the clip stay there. */
export function heldBy(keys: Keys, chosen: ReadonlySet<number>, by: number, length: number): number {
  const inside = keys.map(({ at }) => at).filter((at) => chosen.has(at) && at >= 0 && at < length)
  if (inside.length === 0) return by
  return Math.min(length - 1 - Math.max(...inside), Math.max(-Math.min(...inside), by))
}

/** The chosen keyframes at values that `to` makes of theirs. */
export function revalued(keys: Keys, chosen: ReadonlySet<number>, to: (value: number) => number): Keyframe[] {
  return keys.map((key) => (chosen.has(key.at) ? { ...key, value: to(key.value) } : key))
}

/** Both lists in order of time; where two lie at one frame, that of `over` stays. */
export function merged(keys: Keys, over: Keys): Keyframe[] {
  const taken = new Set(over.map(({ at }) => at))
  return [...keys.filter(({ at }) => !taken.has(at)), ...over].sort((a, b) => a.at - b.at)
}

/** The keyframe nearest to a place in frames, where one is near enough. */
export function nearest(keys: Keys, place: number, within: number): Keyframe | undefined {
  let best: Keyframe | undefined
  for (const key of keys) {
    const off = Math.abs(key.at - place)
    if (off <= within && (!best || off < Math.abs(best.at - place))) best = key
  }
  return best
}

/**
 * The keyframes to draw of a view: all of them, or `most` where they lie too close to be told apart, and always those that
 * are `needed`.
 */
export function drawnKeys(
  keys: Keys,
  view: { from: number; to: number },
  needed: ReadonlySet<number>,
  most: number,
): Keyframe[] {
  const spot = (view.to - view.from) / most
  let last = -Infinity
  return keys.filter(({ at }) => {
    if (at < view.from || at > view.to) return false
    const drawn = at - last >= spot
    if (drawn) last = at
    return drawn || needed.has(at)
  })
}

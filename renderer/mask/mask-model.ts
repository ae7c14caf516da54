/** A place in the picture, in its pixels. */
export interface Point {
  x: number
  y: number
}

export type Stroke =
  { tool: 'brush' | 'erase'; size: number; points: readonly Point[] } | { tool: 'box'; a: Point; b: Point }

/** Where the mask lies at a frame, as a shift from where it was painted. */
export interface MaskKey extends Point {
  at: number
}

export interface Mask {
  strokes: readonly Stroke[]
  /** In order of time. With none or one the mask stands still. */
  keys: readonly MaskKey[]
}

export const EMPTY_MASK: Mask = { strokes: [], keys: [] }

/** The shift at a frame: linear between two keys, held before the first and after the last. */
export function shiftAt(keys: readonly MaskKey[], frame: number): Point {
  const after = keys.find(({ at }) => at >= frame)
  const before = keys.findLast(({ at }) => at <= frame)
  const [from, to] = [before ?? after, after ?? before]
  if (!from || !to) return { x: 0, y: 0 }
  const part = to.at === from.at ? 0 : (frame - from.at) / (to.at - from.at)
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

/** The keys with one at this frame, in the place of one that was there. */
export function withKey(keys: readonly MaskKey[], key: MaskKey): MaskKey[] {
  return [...keys.filter(({ at }) => at !== key.at), key].sort((a, b) => a.at - b.at)
}

/** True where there is anything to make anew: something was painted and not only erased. */
export function isPainted({ strokes }: Mask): boolean {
  return strokes.some(({ tool }) => tool !== 'erase')
}

/** True where the mask lies elsewhere in some frame than in another. */
export function moves({ keys }: Mask): boolean {
  return keys.some(({ x, y }) => x !== keys[0]?.x || y !== keys[0].y)
}

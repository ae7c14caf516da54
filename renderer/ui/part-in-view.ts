/** What is drawn, and the room of what is not. */
export interface PartInView {
  from: number
  to: number
  /** Pixels. */
  before: number
  after: number
}

/** The rows that touch a stretch of the list, and the heights of all that lies before and after them. */
export function partInView(
  count: number,
  heightOf: (index: number) => number,
  top: number,
  bottom: number,
): PartInView {
  let [from, to, before, after, y] = [count, count, 0, 0, 0]
  for (let index = 0; index < count; index += 1) {
    const height = heightOf(index)
    if (y + height <= top) before += height
    else from = Math.min(from, index)
    if (y >= bottom && index < to) to = index
    if (index >= to) after += height
    y += height
  }
  return { from, to, before, after }
}

import type { Plane } from './picture.ts'

const BLOCK = 8
const REACH = 7
/** What a pixel of the path must gain, in levels: flat parts stay where they are instead of wandering. */
const STEP_COST = 0.15

export interface Motion {
  /** Length of the path of each block, in pixels of the plane. */
  lengths: number[]
  /** Mean absolute difference that is left when every block is fetched from where it came from, in levels. */
  residual: number
}

/**
 * Follows blocks of 8 × 8 pixels from one plane to the next, up to 7 pixels away, by full search on the mean absolute
 * difference (block matching as in Jain and Jain, 1981).
 */
export function followMotion(before: Plane, after: Plane): Motion {
  const { width, height } = after
  const lengths: number[] = []
  let residual = 0
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      const still = difference(before, after, left, top, 0, 0, Infinity)
      let best = still
      let bestCost = still
      let length = 0
      for (let dy = -REACH; dy <= REACH && bestCost > STEP_COST; dy += 1) {
        if (top + dy < 0 || top + dy + BLOCK > height) continue
        for (let dx = -REACH; dx <= REACH; dx += 1) {
          if (left + dx < 0 || left + dx + BLOCK > width) continue
          const path = Math.hypot(dx, dy)
          const found = difference(before, after, left, top, dx, dy, bestCost - STEP_COST * path)
          if (found + STEP_COST * path >= bestCost) continue
          bestCost = found + STEP_COST * path
          best = found
          length = path
        }
      }
      lengths.push(length)
      residual += best
    }
  }
  return { lengths, residual: lengths.length === 0 ? 0 : residual / lengths.length }
}

/** Mean absolute difference of a block and one (dx, dy) away; stops early above `limit`. */
function difference(
  before: Plane,
  after: Plane,
  left: number,
  top: number,
  dx: number,
  dy: number,
  limit: number,
): number {
  const { width } = after
  const most = limit * BLOCK * BLOCK
  let sum = 0
  for (let y = 0; y < BLOCK; y += 1) {
    const to = (top + y) * width + left
    const from = (top + y + dy) * width + left + dx
    for (let x = 0; x < BLOCK; x += 1) {
      sum += Math.abs((after.data[to + x] as number) - (before.data[from + x] as number))
    }
    if (sum > most) return Infinity
  }
  return sum / (BLOCK * BLOCK)
}

/** One tile along one axis. */
interface AxisTile {
  /** First pixel of the unrefined picture. */
  start: number
  /** Share of each refined pixel of the tile in the result; the shares of a pixel sum to one over all tiles. */
  shares: Float32Array
}

export interface TiledAxis {
  tiles: readonly AxisTile[]
  /** Edge of each tile. */
  tile: number
}

interface AxisOptions {
  length: number
  tile: number
  overlap: number
  /** Pixels at a cut edge that are not to be shown. */
  margin: number
  multiple: number
  /** Refined pixels for each unrefined one. */
  factor: number
  /** Whether a picture smaller than a tile is padded to a whole one. */
  fixed: boolean
}

/**
 * Covers an axis with equal tiles. All edges are multiples of `multiple` of a picture that is padded to one, so that a
 * network that halves its picture inside sees every tile in the same phase as it would see the whole. A share is 0 in
 * the margin of a cut edge, rises in a straight line over the rest of the overlap, and is divided by the sum of all.
 */
export function tileAxis({ length, tile, overlap, margin, multiple, factor, fixed }: AxisOptions): TiledAxis {
  const whole = Math.ceil(length / multiple) * multiple
  const edge = whole <= tile && !fixed ? whole : tile
  const padded = Math.max(whole, edge)
  const stride = Math.max(multiple, Math.floor((edge - overlap) / multiple) * multiple)
  const starts: number[] = []
  for (let start = 0; start + edge < padded; start += stride) starts.push(start)
  starts.push(padded - edge)
  const refined = edge * factor
  const raw = starts.map((_, index) => {
    const cut = { before: index > 0, after: index < starts.length - 1 }
    return Float64Array.from({ length: refined }, (_, i) => {
      const before = cut.before ? rise(i, margin * factor, overlap * factor) : 1
      const after = cut.after ? rise(refined - 1 - i, margin * factor, overlap * factor) : 1
      return Math.min(before, after)
    })
  })
  const sums = new Float64Array(padded * factor)
  starts.forEach((start, k) =>
    raw[k]?.forEach((weight, i) => (sums[start * factor + i] = (sums[start * factor + i] ?? 0) + weight)),
  )
  return {
    tile: edge,
    tiles: starts.map((start, k) => ({
      start,
      shares: Float32Array.from(raw[k] ?? [], (weight, i) => weight / (sums[start * factor + i] ?? 1)),
    })),
  }
}

/** Weight of the pixel `i` pixels inside of a cut edge. Where the margins leave nothing to blend, the cut is in the middle. */
function rise(i: number, margin: number, overlap: number): number {
  const room = overlap - 2 * margin
  if (room <= 0) return i + 0.5 < overlap / 2 ? 0 : 1
  return Math.min(1, Math.max(0, (i - margin + 0.5) / room))
}

import type { Bin } from '../../core/library/bins.ts'

/** What of the library is shown: all of it, one bin with the bins in it, what lies in none, or the trash. */
export type Place = 'all' | 'none' | 'trash' | (string & {})

export interface BinLine {
  bin: Bin
  depth: number
}

/** Bins as a tree reads: each followed by the bins in it. A ring is cut where it closes. */
export function binLines(bins: readonly Bin[], parent: string | null = null, depth = 0): BinLine[] {
  if (depth > 32) return []
  return bins
    .filter((bin) => bin.parent === parent)
    .flatMap((bin) => [{ bin, depth }, ...binLines(bins, bin.id, depth + 1)])
}

/** True where something of a bin belongs to a place. */
export function isInPlace(bins: readonly Bin[], place: Place, bin: string | null): boolean {
  if (place === 'all') return true
  if (place === 'none') return bin === null
  if (place === 'trash') return false
  let at = bin
  for (let depth = 0; at !== null && depth <= 32; depth += 1) {
    if (at === place) return true
    at = bins.find(({ id }) => id === at)?.parent ?? null
  }
  return false
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

/** The straight line through the highest values at each place, by least squares; it never falls and never starts below 0. */
export function fitLine(points: readonly { x: number; y: number }[]): { base: number; slope: number } {
  const highest = new Map<number, number>()
  for (const { x, y } of points) highest.set(x, Math.max(y, highest.get(x) ?? 0))
  const xs = [...highest.keys()]
  const ys = [...highest.values()]
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [middle, level] = [mean(xs), mean(ys)]
  if (xs.length === 1) return middle > 0 ? { base: 0, slope: level / middle } : { base: level, slope: 0 }
  const spread = xs.reduce((sum, x) => sum + (x - middle) ** 2, 0)
  const slope =
    spread === 0 ? 0 : Math.max(0, xs.reduce((sum, x, i) => sum + (x - middle) * ((ys[i] ?? 0) - level), 0) / spread)
  const base = level - slope * middle
  if (base >= 0) return { base, slope }
  const square = xs.reduce((sum, x) => sum + x * x, 0)
  return { base: 0, slope: square === 0 ? 0 : xs.reduce((sum, x, i) => sum + x * (ys[i] ?? 0), 0) / square }
}

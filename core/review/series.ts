/** The middle value; 0 for none. */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  if (sorted.length === 0) return 0
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

export function mean(values: Iterable<number>): number {
  let sum = 0
  let count = 0
  for (const value of values) {
    sum += value
    count += 1
  }
  return count === 0 ? 0 : sum / count
}

/** The largest value, or `otherwise` for none. */
export function largest(values: Iterable<number>, otherwise = 0): number {
  let found = -Infinity
  for (const value of values) if (value > found) found = value
  return found === -Infinity ? otherwise : found
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** Runs of `true`, as first and last index. */
export function runs(flags: readonly boolean[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  let from = -1
  for (let at = 0; at <= flags.length; at += 1) {
    if (flags[at] === true) {
      if (from < 0) from = at
    } else if (from >= 0) {
      found.push({ from, to: at - 1 })
      from = -1
    }
  }
  return found
}

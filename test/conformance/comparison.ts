/** What became of one case of a reference file. */
export interface CaseResult {
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** Largest relative error of the case; 0 where nothing was compared. */
  readonly worst: number
  /** What went wrong, or why the case was skipped. */
  readonly note: string
}

export interface Summary {
  readonly cases: number
  readonly failed: number
  readonly skipped: number
  readonly worst: number
}

/**
 * Largest error relative to the reference. A value is measured against its own size, but against no less than
 * `smallest`. Where the reference itself is not a number there is nothing to compare with.
 */
export function relativeError(actual: ArrayLike<number>, expected: readonly number[], smallest: number): number {
  if (actual.length !== expected.length) return Infinity
  let worst = 0
  for (const [i, value] of expected.entries()) {
    if (!Number.isFinite(value)) continue
    const difference = Math.abs((actual[i] ?? Number.NaN) - value)
    if (difference === 0) continue
    const error = difference / Math.max(Math.abs(value), smallest)
    worst = Number.isNaN(error) ? Infinity : Math.max(worst, error)
  }
  return worst
}

/** The largest size among the values that are numbers. */
export function magnitude(values: Iterable<number>): number {
  let largest = 0
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value))
  return largest
}

export function summarise(results: readonly CaseResult[]): Summary {
  return {
    cases: results.length,
    failed: results.filter(({ outcome }) => outcome === 'failed').length,
    skipped: results.filter(({ outcome }) => outcome === 'skipped').length,
    worst: results.reduce((worst, result) => Math.max(worst, result.worst), 0),
  }
}

/** Weight of the newest measure. */
const SMOOTHING = 0.3

/**
 * Remaining milliseconds from how fast a fraction grows: the time a unit of progress takes is smoothed exponentially, so
 * that one slow step does not make the answer jump. Null until there are two measures.
 */
export function createEta(now: () => number = Date.now): (fraction: number) => number | null {
  let last: { at: number; fraction: number } | null = null
  let msPerUnit: number | null = null
  return (fraction) => {
    const at = now()
    if (last === null || fraction < last.fraction) {
      last = { at, fraction }
      msPerUnit = null
    } else if (fraction > last.fraction) {
      const measured = (at - last.at) / (fraction - last.fraction)
      msPerUnit = msPerUnit === null ? measured : msPerUnit + SMOOTHING * (measured - msPerUnit)
      last = { at, fraction }
    }
    return msPerUnit === null ? null : Math.max(0, Math.round(msPerUnit * (1 - fraction)))
  }
}

import { writeFileSync } from 'node:fs'

/**
 * Forgets the highest resident memory so far, so that each job is measured by itself. Where the system cannot, and that is
 * everywhere but on Linux, the highest of all jobs of this process goes on counting.
 */
export function restartPeakMemory(): void {
  if (process.platform !== 'linux') return
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch (error) {
    // Some containers mount it read-only.
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

/** Highest resident memory of this process in bytes, since it was last forgotten. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024
}

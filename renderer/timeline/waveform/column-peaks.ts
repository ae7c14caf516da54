import { levelFor, peakLevels } from '../../../core/library/waveform.ts'
import type { Column } from './columns.ts'
import type { PeakCache, Waveform } from './peak-cache.ts'

/** The lowest and the highest sample of each column, louder or quieter as the clip says; null where it is not here yet. */
export function columnPeaks(
  columns: readonly Column[],
  waveform: Waveform,
  cache: PeakCache,
): ([low: number, high: number] | null)[] | 'failed' {
  const [first] = columns
  if (!first) return []
  const from = Math.min(...columns.map((column) => column.from))
  const to = Math.max(...columns.map((column) => column.to))
  // By the slowest stretch: where the speed changes, others have more peaks than they need.
  const level = levelFor(peakLevels(waveform.samples), Math.min(...columns.map((column) => column.to - column.from)))
  if (!level) return []
  const start = Math.max(0, Math.floor(from / level.samples))
  const end = Math.max(start, Math.min(level.peaks, Math.ceil(to / level.samples)))
  const peaks = cache.peaks(waveform, level, start, end)
  if (!peaks) return 'failed'
  return columns.map((column) => {
    const begin = Math.max(start, Math.floor(column.from / level.samples))
    const stop = Math.min(end, Math.max(begin + 1, Math.ceil(column.to / level.samples)))
    let [low, high] = [Infinity, -Infinity]
    for (let peak = begin; peak < stop; peak += 1) {
      low = Math.min(low, peaks[2 * (peak - start)] ?? 0)
      high = Math.max(high, peaks[2 * (peak - start) + 1] ?? 0)
    }
    if (Number.isNaN(low)) return null
    return low > high ? [0, 0] : [low * column.gain, high * column.gain]
  })
}

import type { Change } from './change.ts'
import type { Trace } from './picture.ts'
import { median } from './series.ts'

/** What was read of a clip: a trace for each frame, and for each frame but the last its change to the next one. */
export interface Track {
  traces: readonly Trace[]
  changes: readonly Change[]
}

/** Below this difference in one pixel of a thousand, two frames are the same to the eye; codecs leave as much behind. */
const SAME_PEAK = 2
/** What a codec leaves in a repeated frame grows with what moves around it. */
const SAME_SHARE = 0.1
const SAME_MEAN = 0.5

/** For every pair of neighbours, whether nothing moved. */
export function standing({ changes }: Track): boolean[] {
  const peaks = changes.map((change) => change.peak).filter((peak) => peak > SAME_PEAK)
  const limit = Math.max(SAME_PEAK, SAME_SHARE * median(peaks))
  return changes.map((change) => change.mean < SAME_MEAN && change.peak <= limit)
}

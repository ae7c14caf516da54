import type { Review } from '../../../core/review/entities.ts'
import type { PixelFrame } from '../../../core/review/picture.ts'
import { createReviewer } from '../../../core/review/reviewer.ts'

/** The review of frames in memory. */
export function reviewed(frames: readonly PixelFrame[]): Review {
  const reviewer = createReviewer()
  for (const frame of frames) reviewer.add(frame)
  return reviewer.finish()
}

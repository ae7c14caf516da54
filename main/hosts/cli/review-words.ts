import type { ReviewSummary } from '../../../core/review/entities.ts'

/** The figures of a review on one line, and what was found. */
export function reviewWords(review: ReviewSummary | null): string {
  if (!review) return 'not measured'
  const { figures, findings, still } = review
  const found = findings.map(({ kind, from, to }) => `${kind} ${from}-${to}`).join(', ')
  return [
    still ? 'a still' : `motion ${figures.motion.toFixed(1)} %`,
    `flicker ${figures.flicker.toFixed(2)}`,
    `drift ${figures.drift.toFixed(1)}`,
    found || 'nothing found',
  ].join('  ')
}

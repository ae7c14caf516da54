import type { Figures, FindingKind, ReviewSummary } from '../../core/review/entities.ts'
import type { TakeOrder } from '../../core/review/order.ts'

/** What an editor calls each finding. */
export const FINDING_WORDS: Readonly<Record<FindingKind, string>> = {
  frozen: 'Freeze',
  jump: 'Jump',
  flicker: 'Flicker',
  loop: 'Repeat',
  reverse: 'Reversed repeat',
  drift: 'Drift',
  blank: 'No picture',
  clipped: 'Burnt out',
}

/** Ways to sort takes, in the order of the menu. */
export const ORDERS: readonly { value: TakeOrder; label: string }[] = [
  { value: 'made', label: 'in the order made' },
  { value: 'rank', label: 'best review first' },
  { value: 'rating', label: 'most stars first' },
  { value: 'motion', label: 'most motion first' },
  { value: 'flicker', label: 'least flicker first' },
  { value: 'jump', label: 'smoothest first' },
  { value: 'drift', label: 'least drift first' },
]

/** A figure as it is shown, with its unit. */
export function figureWords(figures: Figures, still: boolean): { name: string; value: string }[] {
  return [
    { name: 'Motion', value: still ? 'a still' : `${figures.motion.toFixed(1)} % a frame` },
    { name: 'Flicker', value: `${figures.flicker.toFixed(2)} of 255` },
    { name: 'Drift', value: `${figures.drift.toFixed(1)} Lab` },
    { name: 'Change', value: `${figures.change.toFixed(1)} of 255` },
  ]
}

/** The findings of a review in a few words; what has none says so. */
export function foundWords({ findings }: ReviewSummary): string {
  if (findings.length === 0) return 'Nothing found'
  const kinds = new Set(findings.map(({ kind }) => FINDING_WORDS[kind]))
  return [...kinds].join(', ')
}

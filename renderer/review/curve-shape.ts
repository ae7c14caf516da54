import type { Curves, Finding, FindingKind } from '../../core/review/entities.ts'

/** One small diagram: which curve, the least height of its scale, and the findings that show in it. */
export interface Lane {
  name: string
  curve: keyof Curves
  /** The scale reaches to this value at least, so that noise does not look like trouble. */
  top: number
  unit: string
  kinds: readonly FindingKind[]
}

export const LANES: readonly Lane[] = [
  { name: 'Motion', curve: 'motion', top: 5, unit: '%', kinds: ['frozen', 'loop', 'reverse'] },
  { name: 'Jump', curve: 'jump', top: 4, unit: '×', kinds: ['jump'] },
  { name: 'Flicker', curve: 'flicker', top: 2, unit: '', kinds: ['flicker'] },
  { name: 'Light', curve: 'light', top: 100, unit: '', kinds: ['drift', 'blank', 'clipped'] },
]

/** Points of a polyline in a box of 100 × 100, one for each frame, left to right; higher values lie higher. */
export function curvePoints(values: readonly number[], top: number): string {
  const scale = Math.max(top, ...values)
  const step = values.length > 1 ? 100 / (values.length - 1) : 0
  return values.map((value, at) => `${round(at * step)},${round(100 - (100 * value) / scale)}`).join(' ')
}

/** Where a finding lies in the same box: from the middle of its first frame to the middle of its last, never too thin to see. */
export function findingBox({ from, to }: Pick<Finding, 'from' | 'to'>, frames: number): { x: number; width: number } {
  const step = frames > 1 ? 100 / (frames - 1) : 100
  const width = Math.max(1.5, (to - from) * step)
  return { x: round(Math.max(0, Math.min(from * step, 100 - width))), width: round(width) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

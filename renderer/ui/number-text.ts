export interface NumberRange {
  min: number
  max: number
  step: number
}

/** The nearest allowed value: on the step's grid counted from `min`, within the range. */
export function clampNumber(value: number, { min, max, step }: NumberRange): number {
  const onGrid = min + Math.round((value - min) / step) * step
  const decimals = Math.max(0, -Math.floor(Math.log10(step)))
  return Number(Math.min(max, Math.max(min, onGrid)).toFixed(decimals))
}

/** Reads what was typed; null where it is no number. A comma counts as a decimal point. */
export function parseNumber(text: string): number | null {
  const match = /^\s*(-?\d+(?:[.,]\d+)?|-?[.,]\d+)/.exec(text)
  if (!match?.[1]) return null
  return Number(match[1].replace(',', '.'))
}

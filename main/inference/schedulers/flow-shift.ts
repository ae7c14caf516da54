import { at } from './float32.ts'

export interface DynamicShift {
  readonly mu: number
  readonly type: 'exponential' | 'linear'
}

type Round = (value: number) => number
const keepDouble: Round = (value) => value

/**
 * Moves flow noise levels towards the noisy end: by a fixed factor, or by `mu`, which grows with resolution
 * (Esser et al. 2024). `round` is applied after each operation where the levels are float32.
 */
export function shiftLevels(
  levels: readonly number[],
  shift: number | DynamicShift,
  round: Round = keepDouble,
): number[] {
  if (typeof shift === 'number') {
    const factor = round(shift)
    const excess = round(shift - 1)
    return levels.map((s) => round(round(factor * s) / round(1 + round(excess * s))))
  }
  const weight = round(shift.type === 'exponential' ? Math.exp(shift.mu) : shift.mu)
  return levels.map((s) => round(weight / round(weight + round(round(1 / s) - 1))))
}

/** Stretches the levels so that the last one is `terminal`; with one step only, there is nothing to stretch. */
export function stretchToTerminal(levels: readonly number[], terminal: number, round: Round = keepDouble): number[] {
  const signal = levels.map((s) => round(1 - s))
  const scale = round(at(signal, signal.length - 1) / round(1 - terminal))
  return signal.map((z) => round(1 - round(z / scale)))
}

import type { SigmaTableConfig } from './config.ts'
import { betaQuantile } from './beta-quantile.ts'
import { at, f32, linspace } from './float32.ts'

export type SigmaTable = 'karras' | 'exponential' | 'beta' | 'none'

export interface SigmaRange {
  readonly first: number
  readonly last: number
}

/** Karras et al. 2022, appendix D. */
const KARRAS_RHO = 7
/** "Beta sampling is all you need": both shape parameters. */
const BETA_SHAPE = 0.6

/** Noise levels from `range.first` down to `range.last`, distributed by one of the known rules. */
export function sigmaTable(kind: Exclude<SigmaTable, 'none'>, range: SigmaRange, steps: number): number[] {
  const { first, last } = range
  switch (kind) {
    case 'karras': {
      const high = first ** (1 / KARRAS_RHO)
      const low = last ** (1 / KARRAS_RHO)
      return linspace(0, 1, steps).map((ramp) => (high + ramp * (low - high)) ** KARRAS_RHO)
    }
    case 'exponential':
      return linspace(Math.log(first), Math.log(last), steps).map(Math.exp)
    case 'beta':
      return linspace(0, 1, steps).map((ramp) => last + betaQuantile(1 - ramp, BETA_SHAPE, BETA_SHAPE) * (first - last))
  }
}

/** Training step (fractional) at which the table of training noise levels reaches `sigma`. */
export function timestepOfSigma(sigma: number, logSigmas: readonly number[]): number {
  const target = Math.log(Math.max(sigma, 1e-10))
  const below = logSigmas.findLastIndex((value) => target >= value)
  const low = Math.min(Math.max(below, 0), logSigmas.length - 2)
  const lowValue = at(logSigmas, low)
  const weight = Math.min(Math.max((lowValue - target) / f32(lowValue - at(logSigmas, low + 1)), 0), 1)
  return (1 - weight) * low + weight * (low + 1)
}

/** Which rule a configuration asks for. */
export function chosenTable(config: SigmaTableConfig): SigmaTable {
  if (config.use_karras_sigmas) return 'karras'
  if (config.use_exponential_sigmas) return 'exponential'
  return config.use_beta_sigmas ? 'beta' : 'none'
}

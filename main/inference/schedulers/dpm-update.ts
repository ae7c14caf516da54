import type { DpmConfig } from './config.ts'
import { f32 } from './float32.ts'
import type { NoisePoint } from './half-log-snr.ts'

export type DpmAlgorithm = Exclude<DpmConfig['algorithm_type'], 'deis'>
export type DpmSolverType = DpmConfig['solver_type']

/** Weights of one update: `sample * keep + d0 * D0 + d1 * D1 + d2 * D2 + fresh * noise`. */
export interface DpmWeights {
  readonly keep: number
  readonly d0: number
  /** Second-order update. */
  readonly d1: number
  /** First and second difference of the third-order update. */
  readonly d1Third: number
  readonly d2: number
  readonly fresh: number
}

/** DPM-Solver and DPM-Solver++ (Lu et al. 2022), with their SDE forms, from noise point `from` to `to`. */
export function dpmWeights(
  algorithm: DpmAlgorithm,
  solver: DpmSolverType,
  from: NoisePoint,
  to: NoisePoint,
): DpmWeights {
  const h = f32(to.lambda - from.lambda)
  switch (algorithm) {
    case 'dpmsolver++': {
      const decay = f32(f32(Math.exp(-h)) - 1)
      const d0 = f32(to.alpha * decay)
      const heun = f32(to.alpha * f32(f32(decay / h) + 1))
      return {
        keep: f32(to.sigma / from.sigma),
        d0: -d0,
        d1: solver === 'midpoint' ? -f32(0.5 * d0) : heun,
        d1Third: heun,
        d2: -f32(to.alpha * f32(f32(f32(decay + h) / f32(h * h)) - 0.5)),
        fresh: 0,
      }
    }
    case 'dpmsolver': {
      const growth = f32(f32(Math.exp(h)) - 1)
      const d0 = f32(to.sigma * growth)
      const heun = f32(to.sigma * f32(f32(growth / h) - 1))
      return {
        keep: f32(to.alpha / from.alpha),
        d0: -d0,
        d1: solver === 'midpoint' ? -f32(0.5 * d0) : -heun,
        d1Third: -heun,
        d2: -f32(to.sigma * f32(f32(f32(growth - h) / f32(h * h)) - 0.5)),
        fresh: 0,
      }
    }
    case 'sde-dpmsolver++': {
      const twice = f32(2 * h)
      const loss = f32(1 - f32(Math.exp(-twice)))
      const d0 = f32(to.alpha * loss)
      const heun = f32(to.alpha * f32(f32(loss / -twice) + 1))
      return {
        keep: f32(f32(to.sigma / from.sigma) * f32(Math.exp(-h))),
        d0,
        d1: solver === 'midpoint' ? f32(0.5 * d0) : heun,
        d1Third: heun,
        d2: f32(to.alpha * f32(f32(f32(loss - twice) / f32(twice * twice)) - 0.5)),
        fresh: f32(to.sigma * f32(Math.sqrt(loss))),
      }
    }
    case 'sde-dpmsolver': {
      const growth = f32(f32(Math.exp(h)) - 1)
      const d0 = f32(to.sigma * growth)
      const heun = f32(to.sigma * f32(f32(growth / h) - 1))
      return {
        keep: f32(to.alpha / from.alpha),
        d0: -f32(2 * d0),
        d1: solver === 'midpoint' ? -d0 : -f32(2 * heun),
        d1Third: 0,
        d2: 0,
        fresh: f32(to.sigma * f32(Math.sqrt(f32(f32(Math.exp(f32(2 * h))) - 1)))),
      }
    }
  }
}

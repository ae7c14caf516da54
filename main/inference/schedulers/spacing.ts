import { linspace, roundHalfEven } from './float32.ts'

export type TimestepSpacing = 'linspace' | 'leading' | 'trailing'

export interface SpacingRequest {
  readonly spacing: TimestepSpacing
  readonly steps: number
  readonly trainSteps: number
  /** Training steps in use; fewer than `trainSteps` where the noisiest ones are cut off. */
  readonly lastStep: number
  readonly offset: number
  /** Multistep solvers place one point more, and leave the last one out (trailing schedules excepted). */
  readonly extraPoint: boolean
  /** Evenly spaced steps need not be whole for solvers that interpolate the noise level. */
  readonly fractional: boolean
}

/** Training steps to visit, from the noisiest to the cleanest: one for each step asked for. */
export function spaceTimesteps(request: SpacingRequest): number[] {
  const { steps, lastStep } = request
  const points = request.extraPoint ? steps + 1 : steps
  switch (request.spacing) {
    case 'linspace': {
      const even = linspace(0, lastStep - 1, points)
      const placed = request.fractional ? even : even.map(roundHalfEven)
      return placed.reverse().slice(0, steps)
    }
    case 'leading': {
      const stride = Math.floor(lastStep / points)
      return Array.from({ length: steps }, (_, i) => (points - 1 - i) * stride + request.offset)
    }
    case 'trailing': {
      // Counted by index: accumulating the stride would yield one step too many for some counts (61, 103, …).
      const stride = request.trainSteps / steps
      const available = Math.min(steps, Math.ceil(lastStep / stride))
      // NumPy's range takes its stride from its first two values; halves round differently without that.
      const counted = lastStep - stride - lastStep
      return Array.from({ length: available }, (_, i) => roundHalfEven(lastStep + i * counted) - 1)
    }
  }
}

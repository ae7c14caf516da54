import { at, f32, linspaceSingle } from './float32.ts'
import type { BetaConfig } from './config.ts'

/** The largest share of noise that one training step of a cosine schedule may add. */
const MAX_BETA = 0.999

/** Cumulative product of `1 - beta` over the training steps, in float32 (accumulated in double, rounded once). */
export function alphasCumprod(config: BetaConfig): number[] {
  const betas = config.rescale_betas_zero_snr ? rescaleToZeroSnr(trainingBetas(config)) : trainingBetas(config)
  return cumulativeAlphas(betas)
}

/** As `alphasCumprod`, but kept off zero at the last step, where noise-level schedules would divide by it. */
export function alphasCumprodForSigmas(config: BetaConfig): number[] {
  const alphas = alphasCumprod(config)
  if (config.rescale_betas_zero_snr) alphas[alphas.length - 1] = 2 ** -24
  return alphas
}

/** Noise level of each training step, `sqrt((1 - a) / a)`, in float32. */
export function trainingSigmas(alphas: readonly number[]): number[] {
  return alphas.map((a) => f32(Math.sqrt(f32(f32(1 - a) / a))))
}

function trainingBetas(config: BetaConfig): number[] {
  const { beta_start, beta_end, num_train_timesteps: steps } = config
  if (config.trained_betas !== null) return config.trained_betas.map(f32)
  switch (config.beta_schedule) {
    case 'linear':
      return linspaceSingle(beta_start, beta_end, steps)
    case 'scaled_linear':
      return linspaceSingle(Math.sqrt(beta_start), Math.sqrt(beta_end), steps).map((root) => f32(root * root))
    case 'squaredcos_cap_v2':
      return Array.from({ length: steps }, (_, i) =>
        f32(Math.min(1 - cosineAlpha((i + 1) / steps) / cosineAlpha(i / steps), MAX_BETA)),
      )
  }
}

/** Nichol and Dhariwal 2021, equation 17. */
function cosineAlpha(t: number): number {
  return Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2
}

function cumulativeAlphas(betas: readonly number[]): number[] {
  let product = 1
  return betas.map((beta) => {
    product *= f32(1 - beta)
    return f32(product)
  })
}

/** Lin et al. 2023, algorithm 1: no signal is left at the last training step. */
function rescaleToZeroSnr(betas: readonly number[]): number[] {
  const roots = cumulativeAlphas(betas).map((a) => f32(Math.sqrt(a)))
  const first = at(roots, 0)
  const last = at(roots, roots.length - 1)
  const scale = f32(first / f32(first - last))
  const alphas = roots.map((root) => f32(f32(root - last) * scale)).map((root) => f32(root * root))
  return alphas.map((a, i) => f32(1 - (i === 0 ? a : f32(a / at(alphas, i - 1)))))
}

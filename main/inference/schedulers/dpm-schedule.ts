import { alphasCumprodForSigmas, trainingSigmas } from './betas.ts'
import { checkFinite } from './checks.ts'
import type { DpmConfig } from './config.ts'
import { at, f32, interpolate, linspace, roundHalfEven } from './float32.ts'
import { shiftLevels } from './flow-shift.ts'
import { chosenTable, sigmaTable, timestepOfSigma } from './sigma-tables.ts'
import { spaceTimesteps } from './spacing.ts'

export interface Schedule {
  readonly timesteps: readonly number[]
  readonly sigmas: readonly number[]
}

/** Whole timesteps and float32 noise levels, with the final level appended. `shift` replaces `flow_shift`. */
export function dpmSchedule(config: DpmConfig, steps: number, shift: number): Schedule {
  const alphas = alphasCumprodForSigmas(config)
  const trained = trainingSigmas(alphas)
  const logs = trained.map((sigma) => f32(Math.log(sigma)))
  const table = chosenTable(config)
  let timesteps: number[]
  let sigmas: number[]
  if (table === 'karras' || (table !== 'none' && !config.use_lu_lambdas)) {
    const range = {
      first: config.sigma_max ?? at(trained, trained.length - 1),
      last: config.sigma_min ?? at(trained, 0),
    }
    sigmas = sigmaTable(table, range, steps)
    timesteps = sigmas.map((sigma) => timestepOfSigma(sigma, logs))
    if (table === 'karras') timesteps = wholeTimesteps(timesteps, config)
  } else if (config.use_lu_lambdas) {
    sigmas = linspace(0, 1, steps).map((ramp) => Math.exp(blend(at(logs, logs.length - 1), at(logs, 0), ramp)))
    timesteps = wholeTimesteps(
      sigmas.map((sigma) => timestepOfSigma(sigma, logs)),
      config,
    )
  } else if (config.use_flow_sigmas) {
    const levels = linspace(1, 1 / config.num_train_timesteps, steps + 1).map((clean) => 1 - clean)
    sigmas = shiftLevels(levels, shift).reverse().slice(0, steps)
    timesteps = sigmas.map((sigma) => sigma * config.num_train_timesteps)
  } else {
    timesteps = spaceTimesteps({
      spacing: config.timestep_spacing,
      steps,
      trainSteps: config.num_train_timesteps,
      lastStep: config.num_train_timesteps - clippedSteps(alphas, config.lambda_min_clipped),
      offset: config.steps_offset,
      extraPoint: true,
      fractional: false,
    })
    sigmas = timesteps.map((t) => interpolate(trained, t))
  }
  sigmas = [...sigmas, config.final_sigmas_type === 'zero' ? 0 : at(trained, 0)].map(f32)
  checkFinite([...timesteps, ...sigmas], 'noise levels')
  return { timesteps: timesteps.map(Math.trunc), sigmas }
}

function blend(from: number, to: number, ramp: number): number {
  return from + ramp * (to - from)
}

function wholeTimesteps(timesteps: readonly number[], config: DpmConfig): number[] {
  return config.beta_schedule === 'squaredcos_cap_v2' ? [...timesteps] : timesteps.map(roundHalfEven)
}

/** How many of the noisiest training steps lie below the smallest log signal-to-noise ratio wanted. */
function clippedSteps(alphas: readonly number[], smallest: number): number {
  const limit = f32(smallest)
  return alphas.filter((a) => lambdaOf(a) < limit).length
}

function lambdaOf(alpha: number): number {
  return f32(f32(Math.log(f32(Math.sqrt(alpha)))) - f32(Math.log(f32(Math.sqrt(f32(1 - alpha))))))
}

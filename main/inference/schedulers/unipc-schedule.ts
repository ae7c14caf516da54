import { alphasCumprodForSigmas, trainingSigmas } from './betas.ts'
import { checkFinite } from './checks.ts'
import type { UnipcConfig } from './config.ts'
import type { Schedule } from './dpm-schedule.ts'
import { at, f32, interpolate, linspace, roundHalfEven } from './float32.ts'
import { shiftLevels, stretchToTerminal } from './flow-shift.ts'
import { refuse } from './refuse.ts'
import type { SigmaTable } from './sigma-tables.ts'
import { chosenTable, sigmaTable, timestepOfSigma } from './sigma-tables.ts'
import { spaceTimesteps } from './spacing.ts'
import type { SchedulerOptions } from './types.ts'

/** A flow solver divides by `1 - sigma`, so it starts this far below pure noise. */
const FLOW_MARGIN = 1e-6

/** Whole timesteps and float32 noise levels, with the final level appended. */
export function unipcSchedule(config: UnipcConfig, steps: number, options: SchedulerOptions): Schedule {
  const trained = trainingSigmas(alphasCumprodForSigmas(config))
  const table = chosenTable(config)
  const parts =
    table !== 'none'
      ? fromTable(config, steps, trained, table)
      : config.use_flow_sigmas
        ? fromFlow(config, steps, options)
        : fromTraining(config, steps, trained)
  const sigmas = [...parts.sigmas, config.final_sigmas_type === 'zero' ? 0 : parts.smallest].map(f32)
  checkFinite([...parts.timesteps, ...sigmas], 'noise levels')
  return { timesteps: parts.timesteps.map(Math.trunc), sigmas }
}

interface Parts {
  readonly timesteps: readonly number[]
  readonly sigmas: readonly number[]
  /** The final noise level where it is not zero. */
  readonly smallest: number
}

function fromTable(
  config: UnipcConfig,
  steps: number,
  trained: readonly number[],
  table: Exclude<SigmaTable, 'none'>,
): Parts {
  const logs = trained.map((sigma) => f32(Math.log(sigma)))
  const range = { first: config.sigma_max ?? at(trained, trained.length - 1), last: config.sigma_min ?? at(trained, 0) }
  const levels = sigmaTable(table, range, steps)
  if (table === 'karras' && config.use_flow_sigmas) {
    const sigmas = levels.map((sigma) => sigma / (sigma + 1))
    const timesteps = sigmas.map((sigma) => sigma * config.num_train_timesteps)
    return { timesteps, sigmas, smallest: at(sigmas, steps - 1) }
  }
  const timesteps = levels.map((sigma) => timestepOfSigma(sigma, logs))
  return {
    timesteps: table === 'karras' ? timesteps.map(roundHalfEven) : timesteps,
    sigmas: levels,
    smallest: at(levels, steps - 1),
  }
}

function fromFlow(config: UnipcConfig, steps: number, options: SchedulerOptions): Parts {
  const { num_train_timesteps: trainSteps } = config
  if (config.use_dynamic_shifting && options.mu === undefined) refuse('This scheduler shifts dynamically; pass mu.')
  const given = options.sigmas ?? linspace(1, 1 / trainSteps, steps + 1).slice(0, steps)
  const shift = config.use_dynamic_shifting ? { mu: options.mu ?? 0, type: config.time_shift_type } : config.flow_shift
  const shifted = shiftLevels(given, shift)
  const sigmas = config.shift_terminal ? stretchToTerminal(shifted, config.shift_terminal) : shifted
  if (Math.abs(at(sigmas, 0) - 1) < FLOW_MARGIN) sigmas[0] = at(sigmas, 0) - FLOW_MARGIN
  return { timesteps: sigmas.map((sigma) => sigma * trainSteps), sigmas, smallest: at(sigmas, steps - 1) }
}

function fromTraining(config: UnipcConfig, steps: number, trained: readonly number[]): Parts {
  const timesteps = spaceTimesteps({
    spacing: config.timestep_spacing,
    steps,
    trainSteps: config.num_train_timesteps,
    lastStep: config.num_train_timesteps,
    offset: config.steps_offset,
    extraPoint: true,
    fractional: false,
  })
  return { timesteps, sigmas: timesteps.map((t) => interpolate(trained, t)), smallest: at(trained, 0) }
}

import type { TorchGenerator } from '../noise/index.ts'
import { refuse } from './refuse.ts'
import type { SchedulerOptions } from './types.ts'

const MAX_STEPS = 10_000

/** Steps are counted from 1. Throws `SCHEDULER_CONFIG`. */
export function checkSteps(steps: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > MAX_STEPS) {
    refuse(`${steps} is not a usable number of steps; give a whole number from 1 to ${MAX_STEPS}.`)
  }
}

/** Refuses options that the scheduler would ignore in silence. */
export function checkOptions(
  options: SchedulerOptions,
  allowed: readonly (keyof SchedulerOptions)[],
  name: string,
): void {
  for (const key of ['mu', 'sigmas', 'eta'] as const) {
    if (options[key] !== undefined && !allowed.includes(key)) refuse(`${name} has no option "${key}"; leave it out.`)
  }
}

/** A schedule with a hole in it would ruin the sample at that step. */
export function checkFinite(values: readonly number[], what: string): void {
  if (!values.every(Number.isFinite)) {
    refuse(`This combination of scheduler options gives ${what} that are not numbers; use more steps or another shift.`)
  }
}

/** Flow models mix `1 - level` of the clean sample with `level` of noise: there is no level above 1. */
export function checkFlowLevels(levels: readonly number[]): void {
  if (levels.some((level) => level > 1)) {
    refuse('Flow schedules have no noise level above 1; turn off the exponential or beta table, or set sigma_max to 1.')
  }
}

export function requireGenerator(generator: TorchGenerator | undefined): TorchGenerator {
  return generator ?? refuse('This scheduler draws noise at each step; pass a seeded generator.')
}

export function checkIndex(index: number, count: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= count)
    refuse(`There is no step ${index} in a schedule of ${count}.`)
}

import { checkSteps } from './checks.ts'
import type { SchedulerConfig } from './config.ts'
import { DdimScheduler } from './ddim.ts'
import { DpmSolverMultistepScheduler } from './dpm-solver-multistep.ts'
import { EulerDiscreteScheduler } from './euler-discrete.ts'
import { FlowMatchEulerScheduler } from './flow-match-euler.ts'
import { refuse } from './refuse.ts'
import type { Scheduler, SchedulerOptions } from './types.ts'
import { UnipcMultistepScheduler } from './unipc-multistep.ts'

/**
 * A scheduler with its schedule laid out for `steps` steps. Throws `SCHEDULER_CONFIG`, before anything runs,
 * where the options contradict one another or lead to a schedule that cannot be followed.
 */
export function createScheduler(config: SchedulerConfig, steps: number, options: SchedulerOptions = {}): Scheduler {
  checkSteps(steps)
  if (options.sigmas !== undefined && options.sigmas.length !== steps) {
    refuse(`${options.sigmas.length} noise levels were given for ${steps} steps; give one for each step.`)
  }
  const { _class_name: name } = config
  switch (name) {
    case 'DDIMScheduler':
      return new DdimScheduler(config, steps, options)
    case 'EulerDiscreteScheduler':
      return new EulerDiscreteScheduler(config, steps, options)
    case 'DPMSolverMultistepScheduler':
      return new DpmSolverMultistepScheduler(config, steps, options)
    case 'UniPCMultistepScheduler':
      return new UnipcMultistepScheduler(config, steps, options)
    case 'FlowMatchEulerDiscreteScheduler':
      return new FlowMatchEulerScheduler(config, steps, options)
  }
}

import { CortadoError } from '../../../core/errors.ts'
import { createScheduler, parseTolerantJson, readSchedulerConfig, type Scheduler } from '../schedulers/index.ts'

/** The names that recipes use, and the class with the options that each stands for. */
const NAMED: Record<string, Record<string, unknown>> = {
  ddim: { _class_name: 'DDIMScheduler' },
  'dpmpp-2m': { _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'dpmsolver++', solver_order: 2 },
}

/**
 * The scheduler of a recipe on the schedule of a pack: the pack's `scheduler_config.json` with the solver exchanged, as
 * `from_config` does in the reference. Throws `SCHEDULER_CONFIG`.
 */
export function namedScheduler(name: string, configText: string, steps: number): Scheduler {
  const solver = NAMED[name]
  if (solver === undefined) {
    throw new CortadoError(
      'SCHEDULER_CONFIG',
      `There is no scheduler "${name}". Use one of: ${Object.keys(NAMED).join(', ')}.`,
    )
  }
  const config = parseTolerantJson(configText)
  if (config === null || typeof config !== 'object') {
    throw new CortadoError(
      'SCHEDULER_CONFIG',
      'The scheduler configuration of the pack is not a JSON object. Get a sound version of it.',
    )
  }
  return createScheduler(readSchedulerConfig({ ...config, ...solver }), steps)
}

import { CortadoError } from '../../../core/errors.ts'
import {
  createScheduler,
  isSchedulerClass,
  parseTolerantJson,
  readSchedulerConfig,
  type Scheduler,
} from '../schedulers/index.ts'

/**
 * The scheduler that a recipe names by its diffusers class, on the schedule of a pack: the pack's
 * `scheduler_config.json` with the solver exchanged, as `from_config` does in the reference. Throws `SCHEDULER_CONFIG`.
 */
export function namedScheduler(name: string, configText: string, steps: number): Scheduler {
  if (!isSchedulerClass(name)) {
    throw new CortadoError(
      'SCHEDULER_CONFIG',
      `This program has no scheduler "${name}". Choose another one of the model pack.`,
    )
  }
  const config = parseTolerantJson(configText)
  if (config === null || typeof config !== 'object') {
    throw new CortadoError(
      'SCHEDULER_CONFIG',
      'The scheduler configuration of the model pack is not a JSON object. Get a sound version of the pack.',
    )
  }
  return createScheduler(readSchedulerConfig({ ...config, _class_name: name }), steps)
}

import { CortadoError } from '../../../core/errors.ts'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import {
  createScheduler,
  isSchedulerClass,
  parseTolerantJson,
  readSchedulerConfig,
  type Scheduler,
} from '../schedulers/index.ts'
import { noiseLevels, type DynamicShiftConfig } from './noise-levels.ts'

const FLOW = 'FlowMatchEulerDiscreteScheduler'

/**
 * The scheduler that a recipe names by its diffusers class, on the schedule of a pack: the pack's
 * `scheduler_config.json` with the solver exchanged, as `from_config` does in the reference. Throws `SCHEDULER_CONFIG`.
 */
export function namedScheduler(recipe: Schedule, configText: string, manifest: PackManifest): Scheduler {
  const { scheduler: name, steps } = recipe
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
  const exchanged = { ...asFlow(config as RawConfig, name), _class_name: name }
  return createScheduler(
    readSchedulerConfig(exchanged),
    steps,
    noiseLevels(manifest, recipe, config as DynamicShiftConfig),
  )
}

type Schedule = Pick<Recipe, 'scheduler' | 'steps' | 'frames' | 'size'>
type RawConfig = Record<string, unknown>

/**
 * Flow models name their shift differently from solver to solver, and a multistep solver has to be told that it is one.
 * The reference's `from_config` would lose both.
 */
function asFlow(config: RawConfig, name: string): RawConfig {
  const isFlow = config['_class_name'] === FLOW || config['use_flow_sigmas'] === true
  if (!isFlow || config['_class_name'] === name) return config
  const shift = config['shift'] ?? config['flow_shift']
  return { prediction_type: 'flow_prediction', use_flow_sigmas: true, ...config, shift, flow_shift: shift }
}

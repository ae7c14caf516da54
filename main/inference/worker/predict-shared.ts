import { CortadoError } from '../../../core/errors.ts'
import type { VideoPipeline } from '../pipelines/pipeline.ts'
import { predictPrompts } from '../sampler/prompt-runs.ts'
import type { SharedWindow } from './shared-window.ts'

/** The prediction of one window of a take that another worker makes, as that one would make it. */
export async function predictShared(pipeline: VideoPipeline, window: SharedWindow): Promise<Float32Array> {
  const { predictWindow } = pipeline
  if (predictWindow === undefined) {
    throw new CortadoError('INTERNAL', 'Windows of this family cannot be predicted by another worker.')
  }
  const { start, latents, shape, timestep, prompts } = window
  return predictPrompts(prompts, shape, start, (text) => predictWindow(latents, shape, timestep, text))
}

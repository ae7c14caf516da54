import { latentShape } from '../../../core/generation/latent-shape.ts'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import { linspace } from '../schedulers/float32.ts'
import type { SchedulerOptions } from '../schedulers/index.ts'

/** What the schedule of a flow model may depend on; the defaults are those of the reference. */
export interface DynamicShiftConfig {
  base_image_seq_len?: number
  max_image_seq_len?: number
  base_shift?: number
  max_shift?: number
}

/** Noise levels that a family brings to its scheduler, before shifting; none where the manifest names no such rule. */
export function noiseLevels(
  manifest: PackManifest,
  { frames, size, steps }: Pick<Recipe, 'frames' | 'size' | 'steps'>,
  config: DynamicShiftConfig,
): SchedulerOptions {
  if (manifest.levels === undefined) return {}
  if (manifest.levels === 'linear-quadratic') return { sigmas: linearQuadratic(steps) }
  const shape = latentShape(manifest, frames, size)
  return { sigmas: linspace(1, 1 / steps, steps), mu: shiftFor(shape.frames * shape.height * shape.width, config) }
}

/** The longer the clip, the more steps are spent where there is much noise: a straight line through two known lengths. */
function shiftFor(tokens: number, config: DynamicShiftConfig): number {
  const { base_image_seq_len: shortest = 256, max_image_seq_len: longest = 4096 } = config
  const { base_shift: low = 0.5, max_shift: high = 1.15 } = config
  const slope = (high - low) / (longest - shortest)
  return tokens * slope + (low - slope * shortest)
}

/** Small even steps down to 1 - 0.025 in the first half, a parabola to 0 after that (LTX-Video, `rf.py`). */
function linearQuadratic(steps: number, threshold = 0.025): number[] {
  if (steps < 2) return [1]
  const linear = Math.floor(steps / 2)
  const curved = steps - linear
  const difference = linear - threshold * steps
  const quadratic = difference / (linear * curved ** 2)
  const slope = threshold / linear - (2 * difference) / curved ** 2
  const offset = quadratic * linear ** 2
  return Array.from({ length: steps }, (_, i) =>
    Math.fround(1 - (i < linear ? (i * threshold) / linear : quadratic * i ** 2 + slope * i + offset)),
  )
}

import { CortadoError } from '../errors.ts'
import type { PackManifest } from './manifest.ts'
import { PROMPT_LIMIT, type Recipe } from './recipe.ts'

/**
 * Checks a recipe against what its pack can do, before anything runs. Throws `PROMPT_TOO_LONG`, `FRAMES_OUT_OF_RANGE`,
 * `SIZE_NOT_SUPPORTED` or `SCHEDULER_CONFIG`.
 */
export function checkRecipe(recipe: Recipe, manifest: PackManifest): void {
  checkPrompt('prompt', recipe.prompt)
  checkPrompt('negative prompt', recipe.negativePrompt)
  checkFrames(recipe.frames, manifest)
  checkSize(recipe.size, manifest)
  if (!manifest.schedulers.includes(recipe.scheduler)) {
    throw new CortadoError(
      'SCHEDULER_CONFIG',
      `"${manifest.title}" has no scheduler "${recipe.scheduler.slice(0, 80)}". Use one of: ${manifest.schedulers.join(', ')}.`,
    )
  }
}

function checkPrompt(what: string, text: string): void {
  if (text.length > PROMPT_LIMIT) {
    throw new CortadoError(
      'PROMPT_TOO_LONG',
      `The ${what} has ${text.length} characters; at most ${PROMPT_LIMIT} are allowed. Shorten it.`,
    )
  }
}

function checkFrames(frames: number, { frames: limits, title }: PackManifest): void {
  if (!Number.isInteger(frames) || frames < limits.min || frames > limits.max) {
    throw new CortadoError(
      'FRAMES_OUT_OF_RANGE',
      `"${title}" makes ${limits.min} to ${limits.max} frames, not ${frames}. Choose a length in that range.`,
    )
  }
}

function checkSize({ width, height }: Recipe['size'], { size, title }: PackManifest): void {
  const fits = (pixels: number): boolean => pixels % size.multiple === 0 && pixels >= size.min && pixels <= size.max
  if (fits(width) && fits(height)) return
  throw new CortadoError(
    'SIZE_NOT_SUPPORTED',
    `"${title}" cannot make ${width} x ${height} pixels. Use multiples of ${size.multiple} from ${size.min} to ${size.max}, ` +
      `such as ${size.default.width} x ${size.default.height}.`,
  )
}

import { CortadoError } from '../errors.ts'
import { abilitiesOf } from './abilities.ts'
import type { PackManifest } from './manifest.ts'
import { checkGiven } from './check-given.ts'
import { canSpan, canTile } from './memory/ladder.ts'
import { fitsSize } from './fits-size.ts'
import { PROMPT_LIMIT, seenFrames, type Recipe } from './recipe.ts'

/**
 * Checks a recipe against what its pack can do, before anything runs. Throws `PROMPT_TOO_LONG`, `FRAMES_OUT_OF_RANGE`,
 * `SIZE_NOT_SUPPORTED`, `SCHEDULER_CONFIG` or `INVALID_INPUT`.
 */
export function checkRecipe(recipe: Recipe, manifest: PackManifest): void {
  checkPrompt('prompt', recipe.prompt)
  checkPrompt('negative prompt', recipe.negativePrompt)
  checkFrames(seenFrames(recipe), manifest)
  checkSize(recipe.size, manifest)
  checkGiven(recipe, manifest)
  if (recipe.given === undefined) checkKeyframes(recipe, manifest)
  checkPrompts(recipe)
  if (recipe.temporalDecoder === true && !abilitiesOf(manifest).temporalDecoder) {
    throw new CortadoError(
      'INVALID_INPUT',
      `"${manifest.title}" has no temporal decoder. Leave that option out, or choose another pack.`,
    )
  }
  if (recipe.decodeTile !== undefined && !canTile(recipe, manifest)) {
    throw new CortadoError(
      'INVALID_INPUT',
      `"${manifest.title}" decodes frames of one size only and cannot do it in tiles. Leave that option out.`,
    )
  }
  if (recipe.decodeSpan !== undefined && !canSpan(manifest)) {
    throw new CortadoError(
      'INVALID_INPUT',
      `"${manifest.title}" has no decoder that takes spans of a clip. Leave that option out.`,
    )
  }
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

function checkPrompts({ prompts = [], frames }: Recipe): void {
  if (prompts.every(({ at }, index) => at > (prompts[index - 1]?.at ?? 0) && at < frames)) return
  throw new CortadoError(
    'INVALID_INPUT',
    `Prompts change in order of time, from frame 1 to ${frames - 1}. Give each a later frame than the one before.`,
  )
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
  if (fitsSize({ width, height }, size)) return
  throw new CortadoError(
    'SIZE_NOT_SUPPORTED',
    `"${title}" cannot make ${width} x ${height} pixels. Use multiples of ${size.multiple} from ${size.min} to ${size.max}, ` +
      `such as ${size.default.width} x ${size.default.height}.`,
  )
}

function checkKeyframes({ operation, frames, window, keyframes = [] }: Recipe, manifest: PackManifest): void {
  const abilities = abilitiesOf(manifest)
  const refuse = (what: string): never => {
    throw new CortadoError('INVALID_INPUT', `"${manifest.title}" ${what}`)
  }
  if (operation === 'text-to-video' && keyframes.length === 0) {
    if (!abilities.textToVideo) refuse('needs a picture to start from. Give one, or choose another pack.')
    return
  }
  if (!abilities.imageToVideo) refuse('cannot take pictures. Leave them out, or choose another pack.')
  if (operation === 'text-to-video' || keyframes.length === 0)
    refuse('was given a recipe that does not fit its pictures. Make it anew.')
  const places = keyframes.map(({ at }) => at)
  if (places.some((at, index) => at >= frames || (index > 0 && at <= (places[index - 1] as number)))) {
    refuse(`makes ${frames} frames; pictures need a frame of their own each, from 0 to ${frames - 1} in order of time.`)
  }
  if (abilities.keyframes !== 'any' && places[0] !== 0) refuse('takes a picture for the first frame. Put one there.')
  if (abilities.keyframes === 'first' && places.length > 1)
    refuse('takes one picture, for the first frame. Leave the others out.')
  if (abilities.keyframes === 'first-and-last' && (places.length > 2 || (places[1] ?? frames - 1) !== frames - 1)) {
    refuse('takes pictures for the first and the last frame only. Leave the others out.')
  }
  if (window?.hops === true && manifest.latents.temporalCompression > 1 && places.some((at) => at > 0)) {
    refuse(
      'takes a picture for the first frame only in a clip this long. Make the clip shorter, or leave the others out.',
    )
  }
  if (!abilities.strength && keyframes.some(({ strength }) => strength !== 1)) {
    refuse('takes a picture as it is or not at all. Set its strength to 1.')
  }
}

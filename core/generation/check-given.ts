import { CortadoError } from '../errors.ts'
import { abilitiesOf } from './abilities.ts'
import { footageRanges, holds, widened } from './latent-time.ts'
import type { PackManifest } from './manifest.ts'
import type { Given, Recipe } from './recipe.ts'

/** Checks what a recipe is given against its frames and its pack. Throws `INVALID_INPUT` or `FRAMES_OUT_OF_RANGE`. */
export function checkGiven(recipe: Recipe, manifest: PackManifest): void {
  const { given, frames, keyframes } = recipe
  const refuse = (what: string): never => {
    throw new CortadoError('INVALID_INPUT', what)
  }
  if (given === undefined) {
    if (recipe.operation !== 'text-to-video' && recipe.operation !== 'image-to-video') {
      refuse('The recipe changes footage but names none. Make it anew.')
    }
    return
  }
  if (recipe.operation === 'text-to-video') refuse('The recipe is given footage that it has no use for. Make it anew.')
  if (keyframes !== undefined) refuse('Pictures and footage cannot be given together. Leave one of them out.')
  if (!abilitiesOf(manifest).footage) {
    refuse(`"${manifest.title}" cannot read footage: it has no encoder of whole clips. Choose another pack.`)
  }
  const { make, seen, strength, region } = given
  if (seen.to > frames) refuse(`The take has ${frames} frames; what the model sees must lie within.`)
  if (make.some(({ from, to }, index) => from < seen.from || to > seen.to || from < (make[index - 1]?.to ?? 0))) {
    refuse('What is made anew must lie within what the model sees, one range after the other.')
  }
  const step = manifest.latents.temporalCompression
  const uneven = make.find((range) => {
    const whole = widened(range, seen, step)
    return whole.from !== range.from || whole.to !== range.to
  })
  if (uneven !== undefined) {
    const whole = widened(uneven, seen, step)
    refuse(
      `"${manifest.title}" makes ${step} frames at a time: make frames ${whole.from} to ${whole.to} anew instead of ${uneven.from} to ${uneven.to}.`,
    )
  }
  const bare = firstBare(given, frames, strength < 1 || region !== undefined)
  if (bare !== null) refuse(`Nothing is given for frame ${bare}, which is not made anew. Give footage for it.`)
}

/** The first frame that needs footage and has none; frames that are made of noise alone need none. */
function firstBare(given: Given, frames: number, everywhere: boolean): number | null {
  const covered = footageRanges(given)
  for (let frame = 0; frame < frames; frame++) {
    if (holds(covered, frame)) continue
    if (everywhere || !holds(given.make, frame)) return frame
  }
  return null
}

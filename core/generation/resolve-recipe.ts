import type { z } from 'zod'
import { checkRecipe } from './check-recipe.ts'
import type { PackManifest } from './manifest.ts'
import type { Provider, Recipe } from './recipe.ts'
import type { GenerateRequest } from './request.ts'

/**
 * Fills in everything that a request leaves to its pack, so that the take can be made again from the recipe alone.
 * `packSha256` is that of `pack.json`; `program` is the program's version, `keyframes` the given pictures. Throws what `checkRecipe` throws.
 */
export function resolveRecipe(
  request: z.output<typeof GenerateRequest>,
  manifest: PackManifest,
  packSha256: string,
  options: {
    seed: number
    provider: Provider
    threads?: number | undefined
    program: string
    keyframes?: Recipe['keyframes']
  },
): Recipe {
  const { seed, provider, threads, program, keyframes } = options
  const frames = request.frames ?? manifest.frames.default
  const recipe: Recipe = {
    schemaVersion: 1,
    pack: { id: manifest.id, version: manifest.version, sha256: packSha256 },
    operation: keyframes === undefined ? 'text-to-video' : 'image-to-video',
    prompt: request.prompt,
    negativePrompt: request.negativePrompt,
    seed,
    size: request.size ?? manifest.size.default,
    frames,
    rate: manifest.rate,
    scheduler: request.scheduler ?? manifest.defaults.scheduler,
    steps: request.steps ?? manifest.defaults.steps,
    guidance: request.guidance ?? manifest.guidance.default,
    window: windowFor(frames, manifest),
    provider,
    ...(threads === undefined ? {} : { threads }),
    program,
    ...(keyframes === undefined ? {} : { keyframes }),
    ...((request.temporalDecoder ?? manifest.defaults.temporalDecoder) === true ? { temporalDecoder: true } : {}),
  }
  checkRecipe(recipe, manifest)
  return recipe
}

/**
 * Clips longer than the graph's own length are made of windows that overlap by half. Where time is compressed there are
 * none: such a pack's longest clip is one pass.
 */
function windowFor(frames: number, { frames: { window } }: PackManifest): Recipe['window'] {
  return frames > window ? { length: window, stride: Math.max(1, Math.floor(window / 2)) } : null
}

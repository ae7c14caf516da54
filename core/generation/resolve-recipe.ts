import type { z } from 'zod'
import { CortadoError } from '../errors.ts'
import { checkRecipe } from './check-recipe.ts'
import { windowFor } from './hops.ts'
import type { PackManifest } from './manifest.ts'
import { seenFrames, type Operation, type Provider, type Recipe } from './recipe.ts'
import type { GenerateRequest, JobEdit } from './request.ts'

export interface RecipeOptions {
  seed: number
  provider: Provider
  threads?: number | undefined
  /** The program's version. */
  program: string
  /** Given pictures, for a pack that has a way of its own to take them. */
  keyframes?: Recipe['keyframes']
  /** Settings that count where the request says nothing: those of an earlier take. */
  base?: Recipe | undefined
  /** What is to become of footage. */
  change?: { operation: Operation; frames: number; given: Recipe['given'] } | undefined
  size?: Recipe['size'] | undefined
}

/**
 * Fills in everything that a request leaves to its pack, so that the take can be made again from the recipe alone.
 * `packSha256` is that of `pack.json`. Throws what `checkRecipe` throws.
 */
export function resolveRecipe(
  request: z.output<typeof GenerateRequest>,
  manifest: PackManifest,
  packSha256: string,
  options: RecipeOptions,
): Recipe {
  const { seed, provider, threads, program, keyframes, change } = options
  // Settings of another pack's take would mean something else here.
  const base = options.base?.pack.id === manifest.id ? options.base : undefined
  const frames = change?.frames ?? request.frames ?? base?.frames ?? manifest.frames.default
  const given = change?.given
  /** Where footage keeps showing, it says itself what the later passes look like. */
  const matchOf = (): number =>
    (given?.strength ?? 1) < 1 ? 0 : (request.match ?? base?.window?.match ?? manifest.frames.match ?? 0)
  const prompts = request.prompts ?? (change === undefined && request.prompt === '' ? base?.prompts : undefined)
  const recipe: Recipe = {
    schemaVersion: 1,
    pack: { id: manifest.id, version: manifest.version, sha256: packSha256 },
    operation: change?.operation ?? (keyframes === undefined ? 'text-to-video' : 'image-to-video'),
    prompt: request.prompt === '' ? (options.base?.prompt ?? '') : request.prompt,
    negativePrompt: request.negativePrompt ?? options.base?.negativePrompt ?? '',
    seed,
    size: options.size ?? request.size ?? base?.size ?? manifest.size.default,
    frames,
    rate: manifest.rate,
    scheduler: request.scheduler ?? base?.scheduler ?? manifest.defaults.scheduler,
    steps: request.steps ?? base?.steps ?? manifest.defaults.steps,
    guidance: request.guidance ?? base?.guidance ?? manifest.guidance.default,
    window: windowFor(seenFrames({ frames, given }), manifest, matchOf()),
    provider,
    ...(threads === undefined ? {} : { threads }),
    program,
    ...(keyframes === undefined ? {} : { keyframes }),
    ...(given === undefined ? {} : { given }),
    ...(prompts === undefined ? {} : { prompts }),
    ...((request.temporalDecoder ?? manifest.defaults.temporalDecoder) === true ? { temporalDecoder: true } : {}),
  }
  checkRecipe(recipe, manifest)
  return recipe
}

/** A recipe with some of its settings changed. Throws what `checkRecipe` throws; a clip made from footage keeps its length and size. */
export function editRecipe(recipe: Recipe, change: JobEdit, manifest: PackManifest): Recipe {
  const settings = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const edited: Recipe = { ...recipe, ...settings }
  const keeps = edited.frames === recipe.frames && sameSize(edited.size, recipe.size)
  if (!keeps && (recipe.given !== undefined || recipe.keyframes !== undefined)) {
    throw new CortadoError(
      'INVALID_INPUT',
      'A take that is made from footage or pictures keeps its length and size. Cancel the job and start another.',
    )
  }
  edited.window = windowFor(seenFrames(edited), manifest, recipe.window?.match ?? 0)
  checkRecipe(edited, manifest)
  return edited
}

function sameSize(a: Recipe['size'], b: Recipe['size']): boolean {
  return a.width === b.width && a.height === b.height
}

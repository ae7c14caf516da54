import type { z } from 'zod'
import { refinedClip, type ClipShape } from '../../core/generation/refined-clip.ts'
import type { Recipe, RefineStep } from '../../core/generation/recipe.ts'
import type { DeviceId, DeviceWish } from '../../core/generation/device.ts'
import type { Refinement, RefineRequest } from '../../core/generation/request.ts'
import { refinedRecipe, resolveRefinement } from '../../core/generation/resolve-refinement.ts'
import type { JobPayload, Trial } from '../../core/generation/job.ts'
import type { Inference } from '../inference/index.ts'
import type { ProjectSession } from './project-session.ts'
import type { Studio } from './studio.ts'
import { trialOf } from './try-device.ts'

type RefineJob = Extract<JobPayload, { kind: 'refine' }>

/** Turns wishes into steps and jobs. */
export interface Refiner {
  studio: Studio['refinement']
  /**
   * The steps of a wish for a clip that `recipe` makes, the device where one is asked for by name, and what has to be tried
   * before that is certain. Throws what `resolveRefinement` and `Inference.choose` throw.
   */
  steps(wish: Refinement, recipe: Recipe, clip: ClipShape, device: DeviceWish | undefined): Promise<PlacedSteps>
}

interface PlacedSteps {
  steps: RefineStep[]
  device: DeviceId | undefined
  trial: Trial | undefined
}

export function createRefiner(inference: Inference, current: () => ProjectSession, program: string): Refiner {
  const steps: Refiner['steps'] = async (wish, recipe, clip, device) => {
    const installed = await inference.packs.refiners()
    const fixed = { generator: recipe.pack.id, program }
    // Which packs it takes does not depend on the device, but the device does on the packs.
    const needed = new Set(
      resolveRefinement(wish, clip, installed, { ...fixed, provider: 'cpu' }).map(({ pack }) => pack.sha256),
    )
    const packs = installed.filter(({ sha256 }) => needed.has(sha256))
    const { untried, ...where } = await inference.choose(packs, device)
    return {
      steps: resolveRefinement(wish, clip, installed, { ...fixed, ...where }),
      device: where.device,
      trial: trialOf(untried, device),
    }
  }
  const resolve = async ({ take, refinement, device }: z.output<typeof RefineRequest>) => {
    const found = current().library.takes.get(take)
    return { take: found, ...(await steps(refinement, found.recipe, found, device)) }
  }
  return {
    steps,
    studio: {
      plan: async (request) => {
        const resolved = await resolve(request)
        return inference.planRefinement(resolved.take, resolved.steps)
      },
      start: async (request) => {
        const { take, ...placed } = await resolve(request)
        return current().queue.add(refineJob(take.shot, { take: take.id }, take.recipe, placed))
      },
    },
  }
}

/** The job that does `steps` to the clip of `recipe`. */
export function refineJob(
  shot: string,
  source: RefineJob['source'],
  recipe: Recipe,
  { steps, device, trial }: PlacedSteps,
): RefineJob {
  return {
    kind: 'refine',
    shot,
    source,
    recipe: refinedRecipe(recipe, steps),
    steps: steps.length,
    ...(device === undefined ? {} : { device }),
    ...(trial === undefined ? {} : { trial }),
  }
}

/** The clip that a recipe makes: that of the generation, refined as often as it says. */
export function clipOf({ size, frames, rate, refine = [] }: Recipe): ClipShape {
  return refinedClip({ size, frames, rate }, refine)
}

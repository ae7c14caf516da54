import type { z } from 'zod'
import { refinedClip, type ClipShape } from '../../core/generation/refined-clip.ts'
import type { Provider, Recipe, RefineStep } from '../../core/generation/recipe.ts'
import type { Refinement, RefineRequest } from '../../core/generation/request.ts'
import { refinedRecipe, resolveRefinement } from '../../core/generation/resolve-refinement.ts'
import type { JobPayload } from '../../core/generation/job.ts'
import type { Inference } from '../inference/index.ts'
import type { ProjectSession } from './project-session.ts'
import type { Studio } from './studio.ts'

type RefineJob = Extract<JobPayload, { kind: 'refine' }>

/** Turns wishes into steps and jobs. */
export interface Refiner {
  studio: Studio['refinement']
  /** The steps of a wish for a clip that `recipe` makes. Throws what `resolveRefinement` throws. */
  steps(wish: Refinement, recipe: Recipe, clip: ClipShape, provider: Provider): Promise<RefineStep[]>
}

export function createRefiner(inference: Inference, current: () => ProjectSession, program: string): Refiner {
  const steps: Refiner['steps'] = async (wish, recipe, clip, provider) => {
    const installed = await inference.packs.refiners()
    return resolveRefinement(wish, clip, installed, { generator: recipe.pack.id, provider, program })
  }
  const resolve = async ({ take, refinement, provider = 'cpu' }: z.output<typeof RefineRequest>) => {
    const found = current().library.takes.get(take)
    return { take: found, steps: await steps(refinement, found.recipe, found, provider) }
  }
  return {
    steps,
    studio: {
      plan: async (request) => {
        const resolved = await resolve(request)
        return inference.planRefinement(resolved.take, resolved.steps)
      },
      start: async (request) => {
        const resolved = await resolve(request)
        return current().queue.add(
          refineJob(resolved.take.shot, { take: resolved.take.id }, resolved.take.recipe, resolved.steps),
        )
      },
    },
  }
}

/** The job that does `steps` to the clip of `recipe`. */
export function refineJob(
  shot: string,
  source: RefineJob['source'],
  recipe: Recipe,
  steps: readonly RefineStep[],
): RefineJob {
  return { kind: 'refine', shot, source, recipe: refinedRecipe(recipe, steps), steps: steps.length }
}

/** The clip that a recipe makes: that of the generation, refined as often as it says. */
export function clipOf({ size, frames, rate, refine = [] }: Recipe): ClipShape {
  return refinedClip({ size, frames, rate }, refine)
}

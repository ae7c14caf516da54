import type { z } from 'zod'
import { refinedClip, type ClipShape } from '../../core/generation/refined-clip.ts'
import type { Recipe, RefineStep } from '../../core/generation/recipe.ts'
import type { DeviceId, DeviceWish } from '../../core/generation/device.ts'
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
  /**
   * The steps of a wish for a clip that `recipe` makes, and the device where one is asked for by name. With `measure`,
   * packs are tried on devices they were never used on. Throws what `resolveRefinement` and `Inference.choose` throw.
   */
  steps(
    wish: Refinement,
    recipe: Recipe,
    clip: ClipShape,
    device: DeviceWish | undefined,
    measure: boolean,
  ): Promise<PlacedSteps>
}

interface PlacedSteps {
  steps: RefineStep[]
  device: DeviceId | undefined
}

export function createRefiner(inference: Inference, current: () => ProjectSession, program: string): Refiner {
  const steps: Refiner['steps'] = async (wish, recipe, clip, device, measure) => {
    const installed = await inference.packs.refiners()
    const fixed = { generator: recipe.pack.id, program }
    // Which packs it takes does not depend on the device, but the device does on the packs.
    const needed = new Set(
      resolveRefinement(wish, clip, installed, { ...fixed, provider: 'cpu' }).map(({ pack }) => pack.sha256),
    )
    const packs = installed.filter(({ sha256 }) => needed.has(sha256))
    const choice = await inference.choose(packs, device, measure)
    return { steps: resolveRefinement(wish, clip, installed, { ...fixed, ...choice }), device: choice.device }
  }
  const resolve = async ({ take, refinement, device }: z.output<typeof RefineRequest>, measure: boolean) => {
    const found = current().library.takes.get(take)
    return { take: found, ...(await steps(refinement, found.recipe, found, device, measure)) }
  }
  return {
    steps,
    studio: {
      plan: async (request) => {
        const resolved = await resolve(request, false)
        return inference.planRefinement(resolved.take, resolved.steps)
      },
      start: async (request) => {
        const { take, ...placed } = await resolve(request, true)
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
  { steps, device }: PlacedSteps,
): RefineJob {
  return {
    kind: 'refine',
    shot,
    source,
    recipe: refinedRecipe(recipe, steps),
    steps: steps.length,
    ...(device === undefined ? {} : { device }),
  }
}

/** The clip that a recipe makes: that of the generation, refined as often as it says. */
export function clipOf({ size, frames, rate, refine = [] }: Recipe): ClipShape {
  return refinedClip({ size, frames, rate }, refine)
}

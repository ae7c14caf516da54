import type { Recipe } from '../../../../core/generation/recipe.ts'
import type { Refinement } from '../../../../core/generation/request.ts'
import type { Take } from '../../../../core/library/entities.ts'
import { canonicalJson } from '../../../../core/canonical-json.ts'
import type { Session } from '../session.ts'
import { goOn, isOpen, madeBy } from './open-job.ts'

/** A take refined as wished: one that is there, one that a job of an earlier run makes, or a new one. */
export async function refinedTakeFor(session: Session, take: Take, wish: Refinement, title: string): Promise<Take> {
  const installed = new Set((await session.client.packs.list()).packs.map((pack) => pack.sha256))
  const fits = (recipe: Recipe): boolean => isRefined(recipe, take.recipe, wish, installed)
  const { takes } = await session.client.library.takes({ shot: take.shot })
  const finished = takes.find((candidate) => candidate.parent === take.id && fits(candidate.recipe))
  if (finished) return finished
  const { jobs } = await session.client.jobs.list()
  const unfinished = jobs.find(
    ({ payload, ...job }) =>
      isOpen({ payload, ...job }) && payload.kind === 'refine' && payload.shot === take.shot && fits(payload.recipe),
  )
  const job = unfinished
    ? await goOn(session, unfinished)
    : await session.client.refinement.start({ take: take.id, refinement: wish })
  return madeBy(session, [job], title)
}

/** True where `recipe` is `base` refined as wished, with packs that are installed. */
function isRefined(recipe: Recipe, base: Recipe, wish: Refinement, installed: ReadonlySet<string>): boolean {
  const { refine = [], ...rest } = recipe
  if (canonicalJson(rest) !== canonicalJson(base)) return false
  const [upscale, interpolate] = [
    refine.find((step) => step.operation === 'upscale'),
    refine.find((step) => step.operation === 'interpolate'),
  ]
  const wishes = [wish.upscale, wish.interpolate].filter((one) => one !== undefined).length
  return (
    refine.length === wishes &&
    refine.every((step) => installed.has(step.pack.sha256)) &&
    (wish.upscale === undefined ||
      (upscale !== undefined &&
        (wish.upscale.pack === undefined
          ? upscale.factor === (wish.upscale.factor ?? 2)
          : upscale.pack.id === wish.upscale.pack))) &&
    (wish.interpolate === undefined ||
      (interpolate !== undefined &&
        canonicalJson(interpolate.rate) === canonicalJson(wish.interpolate.rate) &&
        (wish.interpolate.pack === undefined || interpolate.pack.id === wish.interpolate.pack)))
  )
}

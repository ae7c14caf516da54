import { rateWords, reaches } from '../../core/generation/refined-clip.ts'
import type { RefineStep } from '../../core/generation/recipe.ts'
import type { Refinement } from '../../core/generation/request.ts'
import type { Pack, Take } from '../../core/library/entities.ts'
import type { Rate } from '../../core/timeline/time.ts'

/** One thing that can be done to a take with the packs that are here. */
export interface RefineChoice {
  kind: 'upscaler' | 'interpolator'
  label: string
  refinement: Refinement
}

/**
 * What the installed packs can do to a take, best suited first: packs that were trained on such clips, then those for any
 * footage, then the rest. Interpolators go to the film's own rate, and are left out where the take has that already.
 */
export function refineChoices(take: Take, packs: readonly Pack[], filmRate: Rate): RefineChoice[] {
  const rank = ({ refiner }: Pack): number =>
    refiner?.suits.includes(take.recipe.pack.id) ? 0 : refiner?.suits.length === 0 ? 1 : 2
  const sound = packs.filter((pack) => pack.problem === null && pack.refiner !== null)
  const slower = take.rate.num * filmRate.den < filmRate.num * take.rate.den
  return sound
    .toSorted((a, b) => rank(a) - rank(b) || (a.refiner?.factor ?? 0) - (b.refiner?.factor ?? 0))
    .flatMap(({ id, title, refiner }): RefineChoice[] => {
      if (refiner?.kind === 'upscaler' && refiner.factor !== null) {
        const size = `${take.size.width * refiner.factor} × ${take.size.height * refiner.factor}`
        return [
          { kind: refiner.kind, label: `Upscale to ${size} with ${title}`, refinement: { upscale: { pack: id } } },
        ]
      }
      if (!slower || !reaches(take.rate, filmRate, refiner?.anyTime === true)) return []
      const label = `Smooth to ${rateWords(filmRate)} fps with ${title}`
      return [{ kind: 'interpolator', label, refinement: { interpolate: { rate: filmRate, pack: id } } }]
    })
}

/** "2× larger", "24 fps". */
export function stepWords(step: RefineStep): string {
  return step.operation === 'upscale' ? `${step.factor}× larger` : `${rateWords(step.rate)} fps`
}

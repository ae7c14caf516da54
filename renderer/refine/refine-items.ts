import { rateWords } from '../../core/generation/refined-clip.ts'
import type { RefineStep } from '../../core/generation/recipe.ts'
import type { Refinement } from '../../core/generation/request.ts'
import type { Pack, Take } from '../../core/library/entities.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { refineTake, sequenceStore, studioStore } from '../store/index.ts'
import type { MenuItem } from '../ui/index.ts'

/** One thing that can be done to a take with the packs that are here. */
export interface RefineChoice {
  kind: 'upscaler' | 'interpolator'
  label: string
  refinement: Refinement
}

const FALLBACK_RATE: Rate = { num: 24, den: 1 }

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
      if (!slower) return []
      const label = `Smooth to ${rateWords(filmRate)} fps with ${title}`
      return [{ kind: 'interpolator', label, refinement: { interpolate: { rate: filmRate, pack: id } } }]
    })
}

/** The choices for a take now. */
export function currentChoices(take: Take): RefineChoice[] {
  const rate = sequenceStore.getState().shown?.rate ?? FALLBACK_RATE
  return refineChoices(take, studioStore.getState().packs, rate)
}

/** Menu entries that refine a take; mount them in any menu of a take or of a clip that shows it. */
export function refineItems(take: Take | null): MenuItem[] {
  if (take === null)
    return [{ label: 'Upscale or smooth: no take is finished yet', disabled: true, onSelect: () => undefined }]
  const choices = currentChoices(take)
  if (choices.length === 0) {
    return [{ label: 'Upscale or smooth: no pack for that is installed', disabled: true, onSelect: () => undefined }]
  }
  return choices.map((choice) => ({
    label: choice.label,
    onSelect: () => void refineTake(take, choice.refinement, choice.label),
  }))
}

/** "2× larger", "24 fps". */
export function stepWords(step: RefineStep): string {
  return step.operation === 'upscale' ? `${step.factor}× larger` : `${rateWords(step.rate)} fps`
}

import type { Take } from '../../core/library/entities.ts'
import type { Rate } from '../../core/timeline/time.ts'
import { refineTake, sequenceStore, studioStore } from '../store/index.ts'
import type { MenuItem } from '../ui/index.ts'
import { refineChoices } from './refine-choices.ts'
import type { RefineChoice } from './refine-choices.ts'

const FALLBACK_RATE: Rate = { num: 24, den: 1 }

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

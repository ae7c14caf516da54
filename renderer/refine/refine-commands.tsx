import type { Take } from '../../core/library/entities.ts'
import { useCommand } from '../app/commands.ts'
import { findTake, refineTake, useSequence, useStudio, useUi } from '../store/index.ts'
import { currentClip } from '../timeline/ghost.ts'
import { shotIndex } from '../timeline/lookup.ts'
import { takeOfClip } from '../viewer/shown-frame.ts'
import { currentChoices } from './refine-items.ts'
import type { RefineChoice } from './refine-choices.ts'

/** Upscale and smooth by key, menu and palette: for the take of the selected clip, else for the selected take. */
export function RefineCommands(): null {
  const take = useCurrentTake()
  const packs = useStudio((state) => state.packs)
  const best = (kind: RefineChoice['kind']): RefineChoice | undefined =>
    take && packs.length > 0 ? currentChoices(take).find((choice) => choice.kind === kind) : undefined
  const upscale = best('upscaler')
  const smooth = best('interpolator')
  const start = (choice: RefineChoice | undefined): void => {
    if (take && choice) void refineTake(take, choice.refinement, choice.label)
  }
  useCommand('take.upscale', () => start(upscale), upscale !== undefined)
  useCommand('take.smooth', () => start(smooth), smooth !== undefined)
  return null
}

function useCurrentTake(): Take | null {
  const edit = useUi((state) => state.workspace === 'edit')
  const clip = useUi((state) => state.clip)
  const selected = useUi((state) => state.take)
  const shots = useStudio((state) => state.shots)
  const shown = useSequence((state) => state.shown)
  const onTrack = edit && clip !== null && shown !== null ? currentClip(shown, clip)?.clip : undefined
  if (onTrack) return takeOfClip(onTrack, shotIndex(shots))
  return findTake(shots, selected)?.take ?? null
}

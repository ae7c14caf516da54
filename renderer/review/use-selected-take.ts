import type { Take } from '../../core/library/entities.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { findTake, useStudio, useUi } from '../store/index.ts'
import { currentClip } from '../timeline/ghost.ts'
import { shotIndex } from '../timeline/lookup.ts'
import { takeOfClip } from '../viewer/shown-frame.ts'

/** The take that the selected clip shows, else the one selected in the bin. */
export function useSelectedTake(sequence: Sequence): Take | null {
  const clip = useUi((state) => state.clip)
  const selected = useUi((state) => state.take)
  const chosen = clip === null ? undefined : currentClip(sequence, clip)?.clip
  return useStudio(({ shots }) =>
    chosen
      ? takeOfClip(chosen, shotIndex(shots))
      : selected === null
        ? null
        : (findTake(shots, selected)?.take ?? null),
  )
}

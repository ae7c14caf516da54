import { selectedWith } from '../../core/timeline/queries.ts'
import { sequenceStore } from './sequence.ts'
import { selectOnly, uiStore } from './ui-store.ts'

/** What belongs together with these clips. */
function expanded(clips: readonly string[]): string[] {
  const { shown } = sequenceStore.getState()
  return shown ? selectedWith(shown, clips) : [...clips]
}

/** Selects a clip with what it is linked to and grouped with, or nothing. */
export function selectClip(clip: string | null): void {
  if (clip === null) selectOnly([])
  else selectOnly([...new Set([clip, ...expanded([clip])])], clip)
}

/** Selects several clips with what belongs to them. */
export function selectClips(clips: readonly string[]): void {
  selectOnly(expanded(clips))
}

/** Adds a clip, with what belongs to it, to the selection, or takes it out. */
export function toggleClip(clip: string): void {
  const { clips, clip: last } = uiStore.getState()
  const own = new Set(expanded([clip]))
  if (!clips.includes(clip)) {
    selectOnly([...new Set([...clips, ...own])], clip)
    return
  }
  const rest = clips.filter((id) => !own.has(id))
  selectOnly(rest, last !== null && rest.includes(last) ? last : (rest.at(-1) ?? null))
}

import type { Edit } from '../../core/timeline/edit.ts'
import { clipEnd, lookUp } from '../../core/timeline/queries.ts'
import type { Sequence } from '../../core/timeline/sequence.ts'
import { frame } from '../../core/timeline/time.ts'
import { newId, selectClip, selectOnly, sequenceStore, showSequence, toast, uiStore } from '../store/index.ts'
import { chosenClips, lifts, rippleDeletes } from './chosen.ts'
import type { Chosen } from './chosen.ts'
import { tryEdit } from './edits.ts'

function withChosen(run: (chosen: [Chosen, ...Chosen[]], sequence: Sequence) => void): void {
  const { shown } = sequenceStore.getState()
  const [first, ...others] = chosenClips(shown, uiStore.getState().clips)
  if (first && shown) run([first, ...others], shown)
  else toast('Select a clip first.')
}

const idsOf = (chosen: readonly Chosen[]): string[] => chosen.map(({ clip }) => clip.id)

/** Takes the selected clips off their tracks, leaving gaps or closing them: one step. */
export function removeSelected(how: 'lift' | 'rippleDelete'): void {
  withChosen((chosen) => {
    const edits = how === 'lift' ? lifts(chosen) : rippleDeletes(chosen)
    if (tryEdit(...edits)) selectClip(null)
  })
}

/** Moves the selected clips by whole frames. */
export function nudge(frames: number): void {
  withChosen((chosen) => {
    const [{ clip, track }, ...others] = chosen
    if (chosen.some((one) => one.clip.start + frames < 0)) {
      toast('The sequence starts here.')
      return
    }
    const also = others.length > 0 ? { also: idsOf(others) } : {}
    const start = frame(clip.start + frames)
    tryEdit({ name: 'move', args: { clip: clip.id, track: track.id, start, splitId: newId(), ...also } })
  })
}

/** Lays copies of the selected clips right behind them. */
export function duplicateSelected(): void {
  withChosen((chosen) => {
    const start = Math.min(...chosen.map(({ clip }) => clip.start))
    const end = Math.max(...chosen.map(({ clip }) => clipEnd(clip)))
    tryEdit({ name: 'duplicate', args: { clips: idsOf(chosen), by: end - start, splitId: newId() } })
  })
}

export function linkSelected(): void {
  withChosen((chosen) => {
    if (chosen.length < 2) toast('Select a picture and its sound, on two tracks, to link them.')
    else tryEdit({ name: 'link', args: { clips: idsOf(chosen) } })
  })
}

export function unlinkSelected(): void {
  withChosen((chosen) => {
    if (!chosen.some(({ clip }) => clip.links)) toast('Nothing of this is linked.')
    else if (tryEdit({ name: 'unlink', args: { clips: idsOf(chosen) } })) keepLast()
  })
}

export function groupSelected(): void {
  withChosen((chosen) => {
    if (chosen.length < 2) toast('Select two clips or more to group them.')
    else tryEdit({ name: 'group', args: { clips: idsOf(chosen), group: newId() } })
  })
}

export function ungroupSelected(): void {
  withChosen((chosen) => {
    if (!chosen.some(({ clip }) => clip.group)) toast('Nothing of this is grouped.')
    else if (tryEdit({ name: 'ungroup', args: { clips: idsOf(chosen) } })) keepLast()
  })
}

/** What no longer belongs together is no longer selected together. */
function keepLast(): void {
  selectClip(uiStore.getState().clip)
}

/** Puts the selected clips into a sequence of their own, which a clip in their place shows. */
export function nestSelected(): void {
  withChosen((chosen) => {
    const [{ clip }] = chosen
    const nested = { sequence: newId(), clip: newId() }
    const name = `${clip.name.slice(0, 80)} (nested)`
    if (tryEdit({ name: 'nest', args: { clips: idsOf(chosen), name, ...nested } })) selectOnly([nested.clip])
  })
}

/** Brings the sequence that the selected clip shows to the front. */
export function openNested(): void {
  if (!openIfNested()) toast('Select a nested sequence first.')
}

/** The same, where the selected clip shows one; whether it does. */
export function openIfNested(): boolean {
  const { clip } = uiStore.getState()
  const { shown } = sequenceStore.getState()
  const source = shown && clip !== null ? lookUp(shown, clip)?.clip.source : undefined
  if (source?.kind !== 'sequence') return false
  void showSequence(source.sequence)
  return true
}

/** Enables the selected clips, or disables them where all of them are enabled. */
export function toggleEnabled(): void {
  withChosen((chosen) => {
    const enabled = chosen.every(({ clip }) => clip.disabled === true)
    const some = chosen.some(({ clip }) => clip.disabled === true)
    tryEdit({ name: 'changeClip', args: { clips: idsOf(chosen), enabled: enabled || some } })
  })
}

/** Swaps the selected clip with the one that follows it. */
export function swapSelected(): void {
  withChosen(([{ clip }]) => tryEdit({ name: 'swap', args: { clip: clip.id } }))
}

/** Joins the selected clip with the next one, where the source runs on over the cut. */
export function joinSelected(): void {
  withChosen(([{ clip }]) => tryEdit({ name: 'join', args: { clip: clip.id } }))
}

export function reverseSelected(): void {
  withChosen((chosen) => {
    const seen = new Set<string>()
    const edits = chosen.flatMap(({ clip }): Edit[] => {
      if (seen.has(clip.id)) return []
      for (const id of [clip.id, ...(clip.links ?? [])]) seen.add(id)
      return [{ name: 'reverse', args: { clip: clip.id } }]
    })
    tryEdit(...edits)
  })
}

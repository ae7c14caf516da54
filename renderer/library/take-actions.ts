import type { Take } from '../../core/library/entities.ts'
import { trackEnd } from '../../core/timeline/queries.ts'
import { packOf, draftOfRecipe } from '../prompt/draft.ts'
import { changeDraft, newSeed, promptStore } from '../prompt/draft-store.ts'
import {
  findTake,
  openDialog,
  pickTake,
  rateTake,
  selectTake,
  sequenceStore,
  studioStore,
  toast,
  uiStore,
} from '../store/index.ts'
import { placeTake } from '../timeline/edits.ts'

/** The take under the cursor keys. */
export function currentTake(): Take | undefined {
  return findTake(studioStore.getState().shots, uiStore.getState().take)?.take
}

/** Shows a take large. */
export function openTake(id: string): void {
  selectTake(id)
  openDialog('viewer')
}

/** Rates or rejects every selected take. Rejecting takes that are all rejected takes them back. */
export function rateSelected(change: { rating: number } | 'reject'): void {
  const { shots } = studioStore.getState()
  const takes = uiStore.getState().takes.flatMap((id) => findTake(shots, id)?.take ?? [])
  const rejected = takes.some((take) => !take.rejected)
  for (const take of takes) void rateTake(take, change === 'reject' ? { rejected } : change)
}

/** Makes clips of the shot show this take. */
export function chooseTake(take: Take): void {
  const shot = findTake(studioStore.getState().shots, take.id)?.shot
  if (shot?.picked === take.id) toast(`Take ${take.number} is the chosen one already.`)
  else void pickTake(take)
}

/** Puts a take at a place of the film's first track, or at its end, and makes the film show it. */
export function putInFilm(id: string, at: number | null): void {
  const { shown } = sequenceStore.getState()
  const track = shown?.tracks.find((candidate) => candidate.kind === 'video')
  if (!shown || !track) return
  const placed = placeTake(at === null ? 'overwrite' : 'insert', id, at ?? trackEnd(track), track.id)
  if (placed !== null && at === null) toast(`It is at the end of the film, on ${track.name}.`)
}

/** Fills the prompt box with the settings of a take: all of them, or all but the seed. */
export function reuseTake(take: Take, seed: 'same' | 'new'): void {
  const { recipe } = take
  const pack = packOf({ pack: recipe.pack.id }, studioStore.getState().packs)
  const { draft } = promptStore.getState()
  const keep = {
    takes: draft.takes,
    target: { shot: take.shot },
    seed: seed === 'same' ? recipe.seed : newSeed(),
    seedLocked: seed === 'same',
  }
  changeDraft(draftOfRecipe(recipe, pack?.id === recipe.pack.id ? pack : undefined, keep))
  if (pack && pack.id !== recipe.pack.id) {
    toast(`The model pack "${recipe.pack.id}" is not here, so ${pack.title} is used.`)
  }
}

/** Takes of a shot are made next, with the settings of its newest take. */
export function moreTakes(take: Take | undefined, shot: string, prompt: string): void {
  if (take) reuseTake(take, 'new')
  else changeDraft({ prompt, target: { shot } })
}

import type { FilmGoal } from '../../core/generation/follow-up.ts'
import type { Take } from '../../core/library/entities.ts'
import { frame } from '../../core/timeline/time.ts'
import { client, toTrouble } from '../api/index.ts'
import { maskPictures } from '../mask/draw-mask.ts'
import { isPainted } from '../mask/mask-model.ts'
import { maskStore } from '../mask/mask-store.ts'
import { addJobs, findTake, renameShot, sequenceStore, studioStore, toast, uiStore } from '../store/index.ts'
import type { Gap } from '../store/index.ts'
import { changeTitle, requestOf } from './change-draft.ts'
import type { ChangeDraft, Mask } from './change-draft.ts'
import { changeStore, setChange } from './change-store.ts'

/** Starts the change that is being prepared. The take that it changes stays; the result comes beside it. */
export async function startChange(): Promise<void> {
  const { draft, starting } = changeStore.getState()
  const take = findTake(studioStore.getState().shots, draft?.take ?? null)?.take
  if (!draft || !take || starting) return
  changeStore.setState({ starting: true, trouble: null })
  try {
    const film = inFront(goalOf(draft))
    const { shot, jobs } = await client.generation.start({ ...requestOf(draft, take, maskFor(draft, take)), film })
    addJobs(jobs)
    nameBridge(draft, shot)
    toast(`${changeTitle(draft, take)}: it is in the queue. Take ${take.number} stays as it is.`)
    if (changeStore.getState().draft === draft) setChange(null)
    if (uiStore.getState().viewerMode === 'mask') uiStore.setState({ viewerMode: 'look' })
  } catch (error) {
    changeStore.setState({ trouble: toTrouble(error) })
  } finally {
    changeStore.setState({ starting: false })
  }
}

/** A goal in the sequence that is in front. */
function inFront(goal: FilmGoal | null): FilmGoal | undefined {
  const sequence = sequenceStore.getState().shown?.id
  return goal === null || goal.kind === 'show' || sequence === undefined ? (goal ?? undefined) : { ...goal, sequence }
}

/** A plan does not look at the mask, so it needs none. */
export const NO_MASK: Mask = { png: '' }

function maskFor({ operation }: ChangeDraft, take: Take): Mask {
  const { mask, take: painted } = maskStore.getState()
  if (operation !== 'inpaint' || painted !== take.id || !isPainted(mask)) return NO_MASK
  return maskPictures(mask, take)
}

/** The prompt of a bridge is that of the take it leaves, so its shot would pass for that take's own. */
function nameBridge({ take, bridge }: ChangeDraft, shot: string): void {
  if (bridge === null) return
  const { shots } = studioStore.getState()
  const [from, to] = [take, bridge.next].map((id) => findTake(shots, id)?.shot.name ?? '')
  void renameShot(shot, `Bridge: ${from} to ${to}`.slice(0, 400))
}

function fillOf({ track, start, length }: Gap): FilmGoal {
  return { kind: 'fill', track, start: frame(start), length: frame(length) }
}

/** What the film is to do when the take is there; null where that is nothing. */
export function goalOf({ operation, show, clip, bridge, direction }: ChangeDraft): FilmGoal | null {
  if (!show || operation === 'image-to-video') return null
  if (operation === 'bridge') return bridge?.gap ? fillOf(bridge.gap) : null
  if (operation !== 'extend') return { kind: 'show' }
  // Frames before the beginning would shift what every clip of the shot shows.
  if (direction === 'backwards') return null
  return clip === null ? { kind: 'show' } : { kind: 'lengthen', clip }
}

import { convertFrames } from '../../core/timeline/time.ts'
import { clipEnd } from '../../core/timeline/queries.ts'
import type { Take } from '../../core/library/entities.ts'
import {
  findTake,
  openViewer,
  selectGap,
  selectTake,
  sequenceStore,
  studioStore,
  toast,
  uiStore,
} from '../store/index.ts'
import type { Gap } from '../store/index.ts'
import { openMask } from '../mask/mask-store.ts'
import { besideGap, gapAt } from '../timeline/gap.ts'
import { shotIndex } from '../timeline/lookup.ts'
import { takeFrameAt, takeOfClip } from '../viewer/shown-frame.ts'
import { transport } from '../viewer/transport.ts'
import { draftOf } from './change-draft.ts'
import type { Bridge, ChangeDraft, ChangeOperation } from './change-draft.ts'
import { amendChange, changeStore, setChange } from './change-store.ts'
import { markedRange, marksStore, withMark } from './marks.ts'
import { currentSpot } from './spot.ts'
import type { Spot } from './spot.ts'
import { whyNot } from './why-not.ts'

type TakeOperation = Exclude<ChangeOperation, 'bridge'>

/** Prepares a change of the take in hand; where that cannot be, says why. */
export function openChange(operation: TakeOperation, part: Partial<ChangeDraft> = {}): void {
  const spot = currentSpot()
  const { packs } = studioStore.getState()
  const reason = whyNot(operation, spot, packs)
  if (spot === null || reason !== null) {
    toast(`Not here: ${reason ?? 'no take is selected'}.`)
    return
  }
  const { take, frame, clip } = spot
  const marked = markedRange(marksStore.getState(), take)
  const pack = packs.find(({ id }) => id === take.recipe.pack.id)
  setChange({ ...draftOf(operation, take, { marked, frame, clip: clip?.id ?? null, pack }), ...part })
  if (operation === 'inpaint') paintMask(take)
}

/** Shows a take large, with the tools of its mask. */
export function paintMask(take: Take): void {
  openMask(take.id)
  selectTake(take.id)
  openViewer('mask')
}

/** Marks the frame in hand as the first or the last of a range. */
export function mark(side: 'in' | 'out'): void {
  const spot = currentSpot()
  if (spot === null) toast('Select a take or a clip that has one first.')
  else if (!spot.over) toast('Move the playhead over the selected clip first.')
  else {
    marksStore.setState(withMark(marksStore.getState(), spot.take.id, side, spot.frame))
    followMarks(spot)
  }
}

/** A change that is being prepared for the same take has its range where the marks are. */
function followMarks({ take }: Spot): void {
  const range = markedRange(marksStore.getState(), take)
  if (range !== null && changeStore.getState().draft?.take === take.id) amendChange({ range })
}

/** Prepares a bridge: over the selected gap, else the one at the playhead; on the wall between two selected takes. */
export function openBridge(): void {
  const wish = uiStore.getState().workspace === 'edit' ? bridgeOfGap() : bridgeOfTakes()
  if (typeof wish === 'string') {
    toast(wish)
    return
  }
  const { take, bridge, frames } = wish
  const options = { marked: null, frame: 0, clip: null, pack: undefined }
  setChange({ ...draftOf('bridge', take, options), bridge, frames, show: bridge.gap !== null })
}

type BridgeWish = { take: Take; bridge: Bridge; frames: number }

/** The bridge over a gap, or why there is none. */
function bridgeOfGap(): BridgeWish | string {
  const { shown } = sequenceStore.getState()
  const gap = shown && (uiStore.getState().gap ?? gapUnder(transport.getState().at))
  const beside = gap && besideGap(shown, gap)
  if (!beside) return 'A bridge fills an empty space between two clips. Click one, or put the playhead in it.'
  selectGap(gap)
  const shots = shotIndex(studioStore.getState().shots)
  const [take, next] = [takeOfClip(beside.before, shots), takeOfClip(beside.after, shots)]
  if (!take || !next) return 'A clip beside the gap has no take yet. Wait for it, or make one.'
  const leave = takeFrameAt(beside.before, take, clipEnd(beside.before) - 1, shown) + 1
  const enter = takeFrameAt(beside.after, next, beside.after.start, shown)
  const frames = Math.max(1, convertFrames(gap.length, shown.rate, take.rate))
  return { take, frames, bridge: { next: next.id, leave, enter, gap } }
}

function gapUnder(at: number): Gap | null {
  const tracks = sequenceStore.getState().shown?.tracks ?? []
  for (const track of tracks.toReversed()) {
    const gap = gapAt(track, at)
    if (gap) return gap
  }
  return null
}

/** The bridge between the first two selected takes, or why there is none. */
function bridgeOfTakes(): BridgeWish | string {
  const { shots } = studioStore.getState()
  const [take, next] = uiStore.getState().takes.flatMap((id) => findTake(shots, id)?.take ?? [])
  if (!take || !next) return 'A bridge leads from one take to another. Select two: hold Control and click the second.'
  return { take, frames: 16, bridge: { next: next.id, leave: take.frames, enter: 0, gap: null } }
}

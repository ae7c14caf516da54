import { sequenceLength } from '../../core/timeline/queries.ts'
import { useCommand } from '../app/commands.ts'
import { selectClip, sequenceStore, uiStore, useSequence, useUi } from '../store/index.ts'
import { seek, shuttle, stepBy, togglePlay, transport } from '../viewer/transport.ts'
import { appendToTrack, bladeAtPlayhead, placeAtPlayhead, trimToPlayhead } from './edits.ts'
import { appendMedia, mediaAtPlayhead } from './media-edits.ts'
import { scrollTo } from './geometry.ts'
import { nudge, removeSelected } from './selection-edits.ts'
import { fitSequence, timelineStore, zoomBy } from './timeline-store.ts'
import { clipBeside, cutBeside } from './walk.ts'

/** Frames of the sequence as it is now. */
export function lengthNow(): number {
  const { shown } = sequenceStore.getState()
  return shown ? sequenceLength(shown) : 0
}

const ZOOM_STEP = 1.5

/** Zooms around the playhead where it is in view, else around the middle. */
export function zoomStep(direction: 1 | -1): void {
  const { pxPerFrame, scroll, width } = timelineStore.getState()
  const x = transport.getState().at * pxPerFrame - scroll
  zoomBy(direction > 0 ? ZOOM_STEP : 1 / ZOOM_STEP, x >= 0 && x <= width ? x : width / 2, lengthNow())
}

function goToCut(direction: 1 | -1): void {
  const { shown } = sequenceStore.getState()
  if (shown) seek(cutBeside(shown, transport.getState().at, direction), sequenceLength(shown))
}

/** Selects the clip beside the selected one and gives it the focus. */
function selectBeside(step: 1 | -1): void {
  const { shown } = sequenceStore.getState()
  const next = shown && clipBeside(shown, uiStore.getState().clip, transport.getState().at, step)
  if (!next) return
  selectClip(next.id)
  timelineStore.setState((state) => ({ scroll: scrollTo(next.start, state, false) }))
}

/** Gives every command of the Edit workspace its meaning while the workspace is in front. */
export function useTimelineCommands(timelineHasFocus: boolean): void {
  const ready = useSequence((state) => state.shown !== null)
  const selected = useUi((state) => state.clip)
  const take = useUi((state) => state.take)
  const media = useUi((state) => state.media)
  const shown = useSequence((state) => state.shown)
  const beside = (step: 1 | -1): boolean =>
    timelineHasFocus && shown !== null && clipBeside(shown, selected, transport.getState().at, step) !== null

  const place = (how: 'insert' | 'overwrite'): void => {
    if (media !== null) mediaAtPlayhead(how, media)
    else placeAtPlayhead(how)
  }
  const append = (): void => {
    if (media !== null) appendMedia(media)
    else if (take !== null) appendToTrack(take)
  }

  useCommand('clip.insert', () => place('insert'), ready)
  useCommand('clip.overwrite', () => place('overwrite'), ready)
  useCommand('clip.append', append, ready && (take !== null || media !== null))
  useCommand('clip.blade', bladeAtPlayhead, ready)
  useCommand('clip.trimIn', () => trimToPlayhead('in'), ready)
  useCommand('clip.trimOut', () => trimToPlayhead('out'), ready)
  useCommand('clip.nudgeLeft', () => nudge(-1), ready)
  useCommand('clip.nudgeRight', () => nudge(1), ready)
  useCommand('clip.lift', () => removeSelected('lift'), ready)
  useCommand('clip.rippleDelete', () => removeSelected('rippleDelete'), ready)
  // Tab walks the clips while the timeline has the focus, and leaves it after the last one.
  useCommand('clip.next', () => selectBeside(1), beside(1))
  useCommand('clip.previous', () => selectBeside(-1), beside(-1))
  useCommand('play.toggle', () => togglePlay(lengthNow()), ready)
  useCommand('play.forward', () => shuttle(1, lengthNow()), ready)
  useCommand('play.reverse', () => shuttle(-1, lengthNow()), ready)
  useCommand('play.nextFrame', () => stepBy(1, lengthNow()), ready)
  useCommand('play.previousFrame', () => stepBy(-1, lengthNow()), ready)
  useCommand('play.nextEdit', () => goToCut(1), ready)
  useCommand('play.previousEdit', () => goToCut(-1), ready)
  useCommand('play.start', () => seek(0, lengthNow()), ready)
  useCommand('play.end', () => seek(lengthNow(), lengthNow()), ready)
  useCommand('timeline.zoomIn', () => zoomStep(1), ready)
  useCommand('timeline.zoomOut', () => zoomStep(-1), ready)
  useCommand('timeline.fit', () => fitSequence(fitLengthNow()), ready)
}

/** Frames that a fit shows: the sequence, and never less than ten seconds. */
export function fitLengthNow(): number {
  const { shown } = sequenceStore.getState()
  return shown ? Math.max(sequenceLength(shown), Math.round((10 * shown.rate.num) / shown.rate.den)) : 1
}

import type { Track } from '../../core/timeline/sequence.ts'
import { useCommand } from '../app/commands.ts'
import { compactHistory } from '../inspector/compact-history.ts'
import {
  createSequence,
  duplicateSequence,
  openDialog,
  selectClip,
  selectClips,
  sequenceStore,
  studioStore,
  trashSequence,
  useSequence,
  useStudio,
} from '../store/index.ts'
import { transport } from '../viewer/transport.ts'
import { tryEdit } from './edits.ts'
import { toggleHistory } from './layout-store.ts'
import { newTrack } from './new-track.ts'
import {
  addAdjustment,
  addCaption,
  addTitle,
  addTransition,
  bladeAll,
  clipsFrom,
  closeGap,
  goToMarker,
  holdFrame,
  removeMarker,
  rippleTo,
  rollToPlayhead,
  setMarker,
  takeRange,
} from './playhead-edits.ts'
import {
  duplicateSelected,
  groupSelected,
  joinSelected,
  linkSelected,
  nestSelected,
  openNested,
  reverseSelected,
  swapSelected,
  toggleEnabled,
  ungroupSelected,
  unlinkSelected,
} from './selection-edits.ts'
import { replaceWithSource, threePoint } from './source-edits.ts'
import { clearRange, markRange, setTool } from './timeline-store.ts'

function addTrack(kind: Track['kind']): void {
  const { shown } = sequenceStore.getState()
  if (shown) tryEdit(newTrack(shown, kind).edit)
}

function selectFrom(at: number): void {
  const { shown } = sequenceStore.getState()
  if (shown) selectClips(clipsFrom(shown, at))
}

function withShown(work: (id: string) => Promise<void>): void {
  const { shown } = sequenceStore.getState()
  if (shown) void work(shown.id)
}

/** "Sequence 2", or the first number that is free. */
function freeName(): string {
  const names = new Set(studioStore.getState().sequences.map(({ name }) => name))
  let number = names.size + 1
  while (names.has(`Sequence ${number}`)) number += 1
  return `Sequence ${number}`
}

/** Commands that edit the sequence, its tracks, markers and marks, and choose what the pointer does. */
export function useEditCommands(): void {
  const ready = useSequence((state) => state.shown !== null)
  const several = useStudio((state) => state.sequences.length > 1)
  const marked = useSequence((state) => (state.shown?.markers.length ?? 0) > 0)
  useCommand('clip.bladeAll', bladeAll, ready)
  useCommand('clip.join', joinSelected, ready)
  useCommand('clip.rippleIn', () => rippleTo('in'), ready)
  useCommand('clip.rippleOut', () => rippleTo('out'), ready)
  useCommand('clip.rollTo', rollToPlayhead, ready)
  useCommand('clip.replace', replaceWithSource, ready)
  useCommand('clip.threePoint', threePoint, ready)
  useCommand('clip.duplicate', duplicateSelected, ready)
  useCommand('clip.swap', swapSelected, ready)
  useCommand('clip.link', linkSelected, ready)
  useCommand('clip.unlink', unlinkSelected, ready)
  useCommand('clip.group', groupSelected, ready)
  useCommand('clip.ungroup', ungroupSelected, ready)
  useCommand('clip.nest', nestSelected, ready)
  useCommand('clip.openNested', openNested, ready)
  useCommand('clip.speed', () => openDialog('speed'), ready)
  useCommand('clip.speedRamp', () => openDialog('ramp'), ready)
  useCommand('clip.reverse', reverseSelected, ready)
  useCommand('clip.freeze', holdFrame, ready)
  useCommand('clip.transition', addTransition, ready)
  useCommand('clip.enable', toggleEnabled, ready)
  useCommand('title.add', addTitle, ready)
  useCommand('adjustment.add', addAdjustment, ready)
  useCommand('caption.add', addCaption, ready)
  useCommand('range.in', () => markRange('in', transport.getState().at), ready)
  useCommand('range.out', () => markRange('out', transport.getState().at + 1), ready)
  useCommand('range.clear', clearRange, ready)
  useCommand('range.lift', () => takeRange('liftRange'), ready)
  useCommand('range.extract', () => takeRange('extract'), ready)
  useCommand('gap.close', closeGap, ready)
  useCommand('marker.set', setMarker, ready)
  useCommand('marker.remove', removeMarker, marked)
  useCommand('marker.next', () => goToMarker(1), marked)
  useCommand('marker.previous', () => goToMarker(-1), marked)
  useCommand('track.addVideo', () => addTrack('video'), ready)
  useCommand('track.addAudio', () => addTrack('audio'), ready)
  useCommand('track.addCaption', () => addTrack('caption'), ready)
  useCommand('sequence.new', () => void createSequence(freeName()), ready)
  useCommand('sequence.duplicate', () => withShown(duplicateSequence), ready)
  useCommand('sequence.trash', () => withShown(trashSequence), several)
  useCommand('sequence.change', () => openDialog('sequence'), ready)
  useCommand('edit.history', toggleHistory, ready)
  useCommand('history.compact', () => void compactHistory(), ready)
  useCommand('tool.select', () => setTool('select'), ready)
  useCommand('tool.ripple', () => setTool('ripple'), ready)
  useCommand('tool.roll', () => setTool('roll'), ready)
  useCommand('tool.slip', () => setTool('slip'), ready)
  useCommand('tool.slide', () => setTool('slide'), ready)
  useCommand('tool.blade', () => setTool('blade'), ready)
  useCommand('select.all', () => selectFrom(0), ready)
  useCommand('select.none', () => selectClip(null), ready)
  useCommand('select.forward', () => selectFrom(transport.getState().at), ready)
}

export { studioStore, useStudio } from './studio-store.ts'
export { findTake, isRead, pickedTake } from './studio-state.ts'
export type { KnownShot, StudioState } from './studio-state.ts'
export { useTakesOf, wantTakes } from './takes.ts'
export { applyEdits, jumpTo, redo, sequenceStore, undo, useSequence } from './sequence.ts'
export { undoLabel } from './shared-sequence.ts'
export {
  closeDialog,
  openDialog,
  openViewer,
  selectedClips,
  selectGap,
  selectMedia,
  selectOnly,
  selectTake,
  setKeysInHand,
  setQueueOpen,
  setWorkspace,
  toast,
  toastTrouble,
  toggleTake,
  uiStore,
  useUi,
} from './ui-store.ts'
export type { Gap } from './ui-store.ts'
export { selectClip, selectClips, toggleClip } from './selection.ts'
export { createSequence, duplicateSequence, showSequence, trashSequence } from './sequences.ts'
export {
  addJobs,
  attempt,
  jobAction,
  moveJob,
  pickTake,
  putJob,
  rateMedia,
  rateTake,
  refineTake,
  renameShot,
} from './actions.ts'
export { usePreview } from './previews.ts'
export { madeBy } from './made-by.ts'
export type { Hand } from './made-by.ts'
export { newId } from './new-id.ts'
export { refresh, refreshOrTell } from './sync.ts'

import { useStore } from 'zustand'
import { client } from '../api/client.ts'
import { wait } from '../api/events.ts'
import { thisWindow } from './made-by.ts'
import { newId } from './new-id.ts'
import { shareSequence } from './shared-sequence.ts'
import type { SequenceState } from './shared-sequence.ts'
import { studioStore } from './studio-store.ts'
import { toast, toastTrouble } from './ui-store.ts'

const shared = shareSequence({
  client,
  hand: thisWindow(newId()),
  newId,
  wait: (milliseconds) => wait(milliseconds, new AbortController().signal),
  tell: (trouble) => {
    if (trouble.code === 'NOTHING_TO_UNDO' || trouble.code === 'NOTHING_TO_REDO') toast(trouble.message)
    else toastTrouble(trouble)
  },
  reopen: async () => {
    const { project } = studioStore.getState()
    if (!project) return false
    try {
      await client.project.open({ path: project.path })
      return true
    } catch {
      // The edit is about to be refused with the reason that there is no project.
      return false
    }
  },
})

export const {
  store: sequenceStore,
  apply: applyEdits,
  undo,
  redo,
  jump: jumpTo,
  hear: hearStep,
  catchUp,
  settled,
  load: loadSequence,
} = shared

/** Reads the sequence: `shown` is what to draw, `confirmed` holds revision and history labels. */
export function useSequence<T>(selector: (state: SequenceState) => T): T {
  return useStore(sequenceStore, selector)
}

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Trouble } from '../api/index.ts'
import type { ChangeDraft } from './change-draft.ts'

interface ChangeState {
  /** The change that is being prepared; null where none is. */
  draft: ChangeDraft | null
  /** Why the last start was refused; gone with the next change. */
  trouble: Trouble | null
  starting: boolean
}

export const changeStore = createStore<ChangeState>(() => ({ draft: null, trouble: null, starting: false }))

export function useChange<T>(selector: (state: ChangeState) => T): T {
  return useStore(changeStore, selector)
}

/** Begins to prepare a change, or ends it. */
export function setChange(draft: ChangeDraft | null): void {
  changeStore.setState({ draft, trouble: null })
}

export function amendChange(part: Partial<ChangeDraft>): void {
  changeStore.setState(({ draft }) => ({ draft: draft && { ...draft, ...part }, trouble: null }))
}

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { EMPTY_STUDIO } from './studio-state.ts'
import type { StudioState } from './studio-state.ts'

export const studioStore = createStore<StudioState>(() => EMPTY_STUDIO)

/** Reads a part of what the window knows of the studio. The selector must return a stable value. */
export function useStudio<T>(selector: (state: StudioState) => T): T {
  return useStore(studioStore, selector)
}

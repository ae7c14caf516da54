import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Sizes of the panes of the Edit workspace, in pixels. */
export interface Layout {
  bin: number
  inspector: number
  timeline: number
  /** Whether the inspector shows the history in the place of what is selected. */
  history: boolean
}

const layoutStore = createStore<Layout>(() => ({
  bin: 288,
  inspector: 316,
  // Tall windows have room for a taller picture first, then for the tracks.
  timeline: Math.round(Math.min(400, Math.max(248, window.innerHeight * 0.33))),
  history: false,
}))

export function useLayout(): Layout {
  return useStore(layoutStore)
}

export function setLayout(change: Partial<Layout>): void {
  layoutStore.setState(change)
}

export function toggleHistory(): void {
  layoutStore.setState(({ history }) => ({ history: !history }))
}

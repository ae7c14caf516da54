import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** Sizes of the panes of the Edit workspace, in pixels. */
export interface Layout {
  bin: number
  inspector: number
  timeline: number
}

const layoutStore = createStore<Layout>(() => ({
  bin: 288,
  inspector: 316,
  // Tall windows have room for a taller picture first, then for the tracks.
  timeline: Math.round(Math.min(320, Math.max(216, window.innerHeight * 0.27))),
}))

export function useLayout(): Layout {
  return useStore(layoutStore)
}

export function setLayout(change: Partial<Layout>): void {
  layoutStore.setState(change)
}

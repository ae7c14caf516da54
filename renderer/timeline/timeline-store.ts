import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { clampZoom, fitZoom, zoomAround } from './geometry.ts'
import type { View } from './geometry.ts'
import type { Ghost } from './ghost.ts'

/** The timeline's own state: what is in view, and what a drag would do. The document is elsewhere. */
export interface TimelineState extends View {
  snapping: boolean
  ghost: Ghost | null
  /** True until the user chooses a zoom: the sequence then fits by itself. */
  fitted: boolean
  /** The sequence that the view belongs to. */
  sequence: string | null
}

export const timelineStore = createStore<TimelineState>(() => ({
  pxPerFrame: 4,
  scroll: 0,
  width: 0,
  snapping: true,
  ghost: null,
  fitted: true,
  sequence: null,
}))

export function useTimeline<T>(selector: (state: TimelineState) => T): T {
  return useStore(timelineStore, selector)
}

/** Zooms by a factor around a point of the view, in pixels from its left edge. */
export function zoomBy(factor: number, anchorX: number, length: number): void {
  timelineStore.setState((state) => ({ ...zoomAround(state, factor, anchorX, length), fitted: false }))
}

/** Shows the whole sequence. */
export function fitSequence(length: number): void {
  timelineStore.setState((state) => ({ pxPerFrame: fitZoom(length, state.width), scroll: 0, fitted: true }))
}

/** Shows another sequence whole; the view of the same one stays as it was left. */
export function openView(sequence: string, length: number): void {
  if (timelineStore.getState().sequence === sequence) return
  timelineStore.setState({ sequence })
  fitSequence(length)
}

/** A fitted sequence that has outgrown the view is fitted again. */
export function keepFitted(length: number): void {
  const { fitted, pxPerFrame, width } = timelineStore.getState()
  if (fitted && width > 0 && length * pxPerFrame > width) fitSequence(length)
}

/** The view has another width; a fitted sequence stays fitted. */
export function setWidth(width: number, length: number): void {
  timelineStore.setState((state) => ({
    width,
    pxPerFrame: state.fitted ? fitZoom(length, width) : clampZoom(state.pxPerFrame, length, width),
  }))
}

export function toggleSnapping(): void {
  timelineStore.setState((state) => ({ snapping: !state.snapping }))
}

export function setGhost(ghost: Ghost | null): void {
  timelineStore.setState({ ghost })
}

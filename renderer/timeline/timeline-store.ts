import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { clampZoom, fitZoom, zoomAround } from './geometry.ts'
import type { View } from './geometry.ts'
import type { Ghost } from './ghost.ts'
import type { ToolName } from './tool.ts'

export interface Box {
  x: [number, number]
  y: [number, number]
}

/** The timeline's own state: what is in view, and what a drag would do. The document is elsewhere. */
export interface TimelineState extends View {
  snapping: boolean
  ghost: Ghost | null
  tool: ToolName
  /** The box that is drawn around clips to select them, in pixels from the start and the top of the lanes. */
  box: Box | null
  /** The marked range of the sequence, in frames; `to` is the first frame after it. */
  range: { from: number | null; to: number | null }
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
  tool: 'select',
  box: null,
  range: { from: null, to: null },
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
  timelineStore.setState({ sequence, range: { from: null, to: null } })
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

export function setTool(tool: ToolName): void {
  timelineStore.setState({ tool })
}

/** Marks one end of a range of the sequence; a mark on the wrong side of the other one takes that one's place. */
export function markRange(side: 'in' | 'out', at: number): void {
  timelineStore.setState(({ range: { from, to } }) => ({
    range:
      side === 'in'
        ? { from: at, to: to !== null && to > at ? to : null }
        : { from: from !== null && from < at ? from : null, to: at },
  }))
}

export function clearRange(): void {
  timelineStore.setState({ range: { from: null, to: null } })
}

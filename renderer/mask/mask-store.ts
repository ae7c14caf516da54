import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { EMPTY_MASK } from './mask-model.ts'
import type { Mask } from './mask-model.ts'

export type MaskTool = 'brush' | 'box' | 'erase' | 'move'

interface MaskState {
  /** The take that it is painted over; null before the first. */
  take: string | null
  mask: Mask
  past: readonly Mask[]
  future: readonly Mask[]
  tool: MaskTool
  /** Diameter of the brush in pixels of the picture. */
  size: number
}

const BRUSH = { min: 2, max: 1024, usual: 24, step: 1.25 }

export const maskStore = createStore<MaskState>(() => ({
  take: null,
  mask: EMPTY_MASK,
  past: [],
  future: [],
  tool: 'brush',
  size: BRUSH.usual,
}))

export function useMask<T>(selector: (state: MaskState) => T): T {
  return useStore(maskStore, selector)
}

/** Takes up the mask of a take, which is empty where another one was painted over last. */
export function openMask(take: string): void {
  if (maskStore.getState().take !== take) maskStore.setState({ take, mask: EMPTY_MASK, past: [], future: [] })
}

export function setTool(tool: MaskTool): void {
  maskStore.setState({ tool })
}

/** One step larger or smaller. */
export function stepSize(direction: 1 | -1): void {
  const { size } = maskStore.getState()
  const next = Math.round(direction > 0 ? Math.max(size + 1, size * BRUSH.step) : size / BRUSH.step)
  maskStore.setState({ size: Math.min(BRUSH.max, Math.max(BRUSH.min, next)) })
}

/** Changes the mask as one step that can be undone. */
export function changeMask(mask: Mask): void {
  maskStore.setState((state) => ({ mask, past: [...state.past, state.mask], future: [] }))
}

export function undoMask(): void {
  maskStore.setState(({ past, mask, future }) => {
    const before = past.at(-1)
    return before === undefined ? {} : { mask: before, past: past.slice(0, -1), future: [mask, ...future] }
  })
}

export function redoMask(): void {
  maskStore.setState(({ past, mask, future: [after, ...rest] }) =>
    after === undefined ? {} : { mask: after, past: [...past, mask], future: rest },
  )
}

export function clearMask(): void {
  const { mask } = maskStore.getState()
  if (mask.strokes.length > 0 || mask.keys.length > 0) changeMask(EMPTY_MASK)
}

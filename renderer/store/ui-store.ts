import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Trouble } from '../api/trouble.ts'

export type Workspace = 'generate' | 'edit'
export type DialogName =
  | 'palette'
  | 'shortcuts'
  | 'export'
  | 'home'
  | 'import'
  | 'viewer'
  | 'models'
  | 'devices'
  | 'grid'
  | 'lineage'
  | 'job'
  | 'report'
  | 'speed'
  | 'ramp'
  | 'sequence'
/** What the take viewer is used for. */
export type ViewerMode = 'look' | 'mask' | 'compare'

/** Empty frames between two clips of a track, in sequence frames. */
export interface Gap {
  track: string
  start: number
  length: number
}

export interface Toast {
  id: number
  tone: 'note' | 'trouble'
  text: string
  code: string | null
}

export interface UiState {
  workspace: Workspace
  dialog: DialogName | null
  viewerMode: ViewerMode
  queueOpen: boolean
  toasts: readonly Toast[]
  /** The take under the cursor keys, shown in the panel. */
  take: string | null
  /** Every selected take; holds `take` when there is one. */
  takes: readonly string[]
  /** The imported file that is selected in the bin; never together with a take. */
  media: string | null
  /** The clip of the timeline that was selected last: what the inspector shows. */
  clip: string | null
  /** Every selected clip; holds `clip` when there is one. */
  clips: readonly string[]
  /** The selected gap of the timeline; never together with a clip. */
  gap: Gap | null
  /** Whether the hand was last on keyframes in the inspector: their keys come before those of the clips. */
  keysInHand: boolean
}

export const uiStore = createStore<UiState>(() => ({
  workspace: 'generate',
  dialog: null,
  viewerMode: 'look',
  queueOpen: false,
  toasts: [],
  take: null,
  takes: [],
  media: null,
  clip: null,
  clips: [],
  gap: null,
  keysInHand: false,
}))

/** Reads a part of the window's own state: workspace, dialog, selection, toasts. */
export function useUi<T>(selector: (state: UiState) => T): T {
  return useStore(uiStore, selector)
}

export function setWorkspace(workspace: Workspace): void {
  uiStore.setState({ workspace })
}

export function openDialog(dialog: DialogName): void {
  uiStore.setState({ dialog, queueOpen: false, viewerMode: 'look' })
}

/** Opens the take viewer on the selected take, for a use of it. */
export function openViewer(viewerMode: ViewerMode): void {
  uiStore.setState({ dialog: 'viewer', queueOpen: false, viewerMode })
}

export function closeDialog(): void {
  uiStore.setState({ dialog: null, viewerMode: 'look' })
}

export function setQueueOpen(queueOpen: boolean): void {
  uiStore.setState({ queueOpen })
}

/** Selects one take, or none. */
export function selectTake(take: string | null): void {
  uiStore.setState({ take, takes: take === null ? [] : [take], media: null })
}

/** Selects one imported file of the bin. */
export function selectMedia(media: string): void {
  uiStore.setState({ take: null, takes: [], media })
}

/** Adds a take to the selection, or takes it out. */
export function toggleTake(take: string): void {
  const { takes } = uiStore.getState()
  const next = takes.includes(take) ? takes.filter((id) => id !== take) : [...takes, take]
  uiStore.setState({ takes: next, take: next.includes(take) ? take : (next.at(-1) ?? null) })
}

/** Selects just these clips; the first one is shown in the inspector, unless another one of them is named. */
export function selectOnly(clips: readonly string[], clip: string | null = clips[0] ?? null): void {
  uiStore.setState({ clip, clips, gap: null })
}

export function setKeysInHand(keysInHand: boolean): void {
  if (uiStore.getState().keysInHand !== keysInHand) uiStore.setState({ keysInHand })
}

export function selectGap(gap: Gap | null): void {
  uiStore.setState(gap === null ? { gap } : { gap, clip: null, clips: [] })
}

const TOAST_MS = 6000
let lastToast = 0

/** Says something in passing. Trouble stays until it is dismissed. */
export function toast(text: string, tone: Toast['tone'] = 'note', code: string | null = null): void {
  lastToast += 1
  const id = lastToast
  const same = (other: Toast): boolean => other.text === text && other.tone === tone
  uiStore.setState(({ toasts }) => ({
    toasts: [...toasts.filter((other) => !same(other)), { id, tone, text, code }].slice(-4),
  }))
  if (tone === 'note') setTimeout(() => dismissToast(id), TOAST_MS)
}

/** Shows a failed call as a toast with its code. */
export function toastTrouble(trouble: Trouble): void {
  toast(trouble.message, 'trouble', trouble.code)
}

export function dismissToast(id: number): void {
  uiStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}

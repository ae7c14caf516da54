import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { findTake, openViewer, sequenceStore, studioStore, toast, uiStore } from '../store/index.ts'
import { currentClip } from '../timeline/ghost.ts'
import { shotIndex } from '../timeline/lookup.ts'
import { takeOfClip } from '../viewer/shown-frame.ts'
import { besideTake } from './compare-model.ts'
import type { CompareMode } from './compare-model.ts'

interface CompareState {
  a: string | null
  b: string | null
  mode: CompareMode
  /** Where the wipe stands, and how much of the second take lies over the first: 0 to 1. */
  wipe: number
  onion: number
  /** How many times a difference is brightened. */
  gain: number
  /** Which one is shown alone. */
  single: 'a' | 'b'
}

export const compareStore = createStore<CompareState>(() => ({
  a: null,
  b: null,
  mode: 'wipe',
  wipe: 0.5,
  onion: 0.5,
  gain: 4,
  single: 'a',
}))

export function useCompare<T>(selector: (state: CompareState) => T): T {
  return useStore(compareStore, selector)
}

export function setMode(mode: CompareMode): void {
  compareStore.setState({ mode })
}

/** The A/B key: the other take alone, in the same place. */
export function flip(): void {
  compareStore.setState(({ mode, single }) => ({
    mode: 'single',
    single: mode === 'single' && single === 'b' ? 'a' : mode === 'single' ? 'b' : single,
  }))
}

/** Compares the selected takes; one alone is compared with what it was made from, or with its neighbour. */
export function openCompare(): void {
  const { shots } = studioStore.getState()
  const { takes, take } = uiStore.getState()
  const [first, second] = takes.length > 1 ? takes : []
  if (first !== undefined && second !== undefined) compare(first, second)
  else compareOne(findTake(shots, take)?.take.id)
}

/** Compares the take that the selected clip shows with another one of its shot. */
export function compareClip(): void {
  const { shown } = sequenceStore.getState()
  const { clip, take } = uiStore.getState()
  const shots = shotIndex(studioStore.getState().shots)
  const onTrack = shown && clip !== null ? currentClip(shown, clip)?.clip : undefined
  compareOne((onTrack ? takeOfClip(onTrack, shots)?.id : null) ?? take ?? undefined)
}

function compareOne(id: string | undefined): void {
  const { shots } = studioStore.getState()
  const take = findTake(shots, id ?? null)?.take
  const other = take && besideTake(take, shots)
  if (!take) toast('Select the takes to compare, or a clip that has some.')
  else if (!other) toast('There is no other take to compare it with yet. Make a second one.')
  else compare(other.id, take.id)
}

function compare(a: string, b: string): void {
  compareStore.setState({ a, b, single: 'a' })
  openViewer('compare')
}

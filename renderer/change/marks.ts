import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** A range of a take's frames, `to` not included. */
export interface Range {
  from: number
  to: number
}

/** What is marked, of one take at a time. Null where nothing was marked on that side. */
export interface Marks {
  take: string | null
  from: number | null
  to: number | null
}

const NONE: Marks = { take: null, from: null, to: null }

export const marksStore = createStore<Marks>(() => NONE)

export function useMarks(): Marks {
  return useStore(marksStore)
}

/** Marks a frame as the first or the last; a mark on the wrong side of the other one takes that one's place. */
export function withMark(marks: Marks, take: string, side: 'in' | 'out', frame: number): Marks {
  const { from, to } = marks.take === take ? marks : NONE
  if (side === 'in') return { take, from: frame, to: to !== null && to > frame ? to : null }
  return { take, from: from !== null && from <= frame ? from : null, to: frame + 1 }
}

export function clearMarks(): void {
  marksStore.setState(NONE, true)
}

/** The marked range of a take, to its first or last frame where one side is open; null where nothing is marked. */
export function markedRange(marks: Marks, take: { id: string; frames: number }): Range | null {
  if (marks.take !== take.id || (marks.from === null && marks.to === null)) return null
  const range = { from: marks.from ?? 0, to: Math.min(take.frames, marks.to ?? take.frames) }
  return range.from < range.to ? range : null
}

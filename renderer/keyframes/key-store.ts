import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Keyframe } from '../../core/look/keyframes.ts'
import { setKeysInHand } from '../store/index.ts'
import type { LaneName } from './lane.ts'

type Chosen = Readonly<Partial<Record<LaneName, ReadonlySet<number>>>>

interface KeyState {
  /** The clip whose lanes are open. */
  clip: string | null
  /** Frames of the clip at which keyframes are selected, by lane. */
  chosen: Chosen
  /** The lane and the frame that the keys work from. */
  lane: LaneName | null
  at: number | null
  /** Lanes whose curve is open, on whatever clip. */
  curves: ReadonlySet<LaneName>
  /** What was copied, in frames from the earliest keyframe of all. */
  copied: readonly { lane: LaneName; keys: readonly Keyframe[] }[]
  /** The frames that the lanes show; null is the whole clip. */
  view: { from: number; to: number } | null
}

export const keyStore = createStore<KeyState>(() => ({
  clip: null,
  chosen: {},
  lane: null,
  at: null,
  curves: new Set(),
  copied: [],
  view: null,
}))

export function useKeys<T>(selector: (state: KeyState) => T): T {
  return useStore(keyStore, selector)
}

export const NO_KEYS: ReadonlySet<number> = new Set()

/** The lanes of another clip are in the inspector. */
export function openKeys(clip: string): void {
  if (keyStore.getState().clip === clip) return
  keyStore.setState({ clip, chosen: {}, lane: null, at: null, view: null })
}

/** Selects these keyframes of a lane and no others, or `add`s them to those that are. The last one is where the keys work from. */
export function chooseKeys(lane: LaneName, ats: readonly number[], add = false): void {
  keyStore.setState(({ chosen, at }) => {
    const others = add && besides(lane, chosen) ? chosen : {}
    const own = add ? [...(chosen[lane] ?? []), ...ats] : ats
    return { lane, at: ats.at(-1) ?? (add ? at : null), chosen: { ...others, [lane]: new Set(own) } }
  })
  setKeysInHand(true)
}

/** Speeds move everything that lies after them: they are not selected together with what else changes. */
function besides(lane: LaneName, chosen: Chosen): boolean {
  return (lane === 'speed') === 'speed' in chosen || Object.keys(chosen).length === 0
}

/** Adds a keyframe to the selection, or takes it out. */
export function toggleKey(lane: LaneName, at: number): void {
  const own = keyStore.getState().chosen[lane] ?? NO_KEYS
  if (own.has(at)) {
    const rest = [...own].filter((other) => other !== at)
    keyStore.setState(({ chosen }) => ({ lane, at: rest.at(-1) ?? null, chosen: { ...chosen, [lane]: new Set(rest) } }))
  } else chooseKeys(lane, [at], true)
}

/** Puts a lane in hand with nothing selected. */
export function chooseNone(lane: LaneName): void {
  keyStore.setState({ lane, at: null, chosen: {} })
  setKeysInHand(true)
}

export function toggleCurve(lane: LaneName): void {
  keyStore.setState(({ curves }) => {
    const next = new Set(curves)
    if (!next.delete(lane)) next.add(lane)
    return { curves: next }
  })
}

/** How far the lanes can be drawn out: so many frames at least. */
const LEAST_FRAMES = 8

/** Draws the lanes of a clip out around a place, or together where the factor is below 1. */
export function zoomKeys(factor: number, around: number, length: number): void {
  const { from, to } = keyStore.getState().view ?? wholeClip(length)
  const span = Math.max(Math.min(LEAST_FRAMES, length - 1), (to - from) / factor)
  if (span >= length - 1) keyStore.setState({ view: null })
  else panTo(around - ((around - from) / Math.max(1, to - from)) * span, span, length)
}

/** Moves what the lanes show by frames. */
export function panKeys(by: number, length: number): void {
  const { view } = keyStore.getState()
  if (view) panTo(view.from + by, view.to - view.from, length)
}

function panTo(from: number, span: number, length: number): void {
  const held = Math.min(Math.max(0, from), length - 1 - span)
  keyStore.setState({ view: { from: held, to: held + span } })
}

/** The frames of a whole clip. */
export function wholeClip(length: number): { from: number; to: number } {
  return { from: 0, to: Math.max(1, length - 1) }
}

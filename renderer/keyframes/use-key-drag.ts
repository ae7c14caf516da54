import { useRef, useState } from 'react'
import type { PointerEvent, RefObject } from 'react'
import type { Clip } from '../../core/timeline/clip.ts'
import { undo } from '../store/index.ts'
import { beginGesture } from '../timeline/edits.ts'
import { transport } from '../viewer/transport.ts'
import { holdKeys, moveHeld } from './key-edits.ts'
import type { Held } from './key-edits.ts'
import { nearest } from './key-list.ts'
import { chooseKeys, chooseNone, keyStore, toggleKey } from './key-store.ts'
import type { Lane } from './lane.ts'

/** Pixels from a keyframe within which the pointer means it, within which a drag snaps, and from which on it is a drag. */
const NEAR_PX = 7
const SNAP_PX = 5
const MOVED_PX = 3

interface Drag {
  x: number
  /** The keyframe under the hand; null where a range is drawn. */
  at: number | null
  from: number
  held: Held | null
  make: ReturnType<typeof beginGesture>
  by: number
  moved: boolean
  /** What a range adds to. */
  add: boolean
}

interface LaneDrag {
  /** The range that is being drawn, in frames of the clip. */
  band: { from: number; to: number } | null
  /** The frame at a place on the screen, not rounded. */
  frameAt: (clientX: number) => number
  keyAt: (clientX: number) => number | null
  /** Takes a drag back; whether there was one. */
  cancel: () => boolean
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
  onPointerMove: (event: PointerEvent<HTMLElement>) => void
  onPointerUp: () => void
}

/** Selects and drags keyframes of a lane with the pointer. A whole drag is one step of the history. */
export function useKeyDrag(
  track: RefObject<HTMLElement | null>,
  clip: Clip,
  lane: Lane,
  view: { from: number; to: number },
): LaneDrag {
  const drag = useRef<Drag | null>(null)
  const [band, setBand] = useState<LaneDrag['band']>(null)
  const perPixel = (): number => (view.to - view.from) / Math.max(1, track.current?.clientWidth ?? 1)
  const frameAt = (clientX: number): number =>
    view.from + (clientX - (track.current?.getBoundingClientRect().left ?? 0)) * perPixel()
  const keyAt = (clientX: number): number | null =>
    nearest(lane.keys, frameAt(clientX), NEAR_PX * perPixel())?.at ?? null

  const move = (now: Drag, event: PointerEvent<HTMLElement>): void => {
    if (now.at === null || !now.held) {
      const [from, to] = [now.from, frameAt(event.clientX)].toSorted((a, b) => a - b) as [number, number]
      setBand({ from, to })
      const inside = lane.keys.map(({ at }) => at).filter((at) => at >= from && at <= to)
      chooseKeys(lane.name, inside, now.add)
      return
    }
    const asked = Math.round((event.clientX - now.x) * perPixel())
    const toPlayhead = transport.getState().at - clip.start - now.at
    const snaps = !event.altKey && Math.abs(toPlayhead - asked) <= SNAP_PX * perPixel()
    const by = snaps ? toPlayhead : asked
    if (by === now.by) return
    now.by = by
    moveHeld(now.held, by, 0, now.make)
  }

  return {
    band,
    frameAt,
    keyAt,
    cancel: () => {
      const now = drag.current
      drag.current = null
      setBand(null)
      if (!now) return false
      if (now.held && now.by !== 0) {
        moveHeld(now.held, 0, 0, now.make)
        undo()
      }
      return true
    },
    onPointerDown: (event) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const at = keyAt(event.clientX)
      const add = event.shiftKey || event.ctrlKey || event.metaKey
      if (at === null && !add) chooseNone(lane.name)
      else if (at !== null && add) toggleKey(lane.name, at)
      else if (at !== null) {
        const chosen = keyStore.getState().chosen[lane.name]?.has(at) === true
        // What is selected together is dragged together.
        if (chosen) keyStore.setState({ lane: lane.name, at })
        else chooseKeys(lane.name, [at])
      }
      const held = at !== null && keyStore.getState().chosen[lane.name]?.has(at) === true ? holdKeys() : null
      const from = frameAt(event.clientX)
      drag.current = { x: event.clientX, at, from, held, make: beginGesture(), by: 0, moved: false, add }
    },
    onPointerMove: (event) => {
      const now = drag.current
      if (!now) return
      if (!now.moved && Math.abs(event.clientX - now.x) < MOVED_PX) return
      now.moved = true
      // One that was just taken out of the selection stays where it is.
      if (now.at === null || now.held) move(now, event)
    },
    onPointerUp: () => {
      const now = drag.current
      drag.current = null
      setBand(null)
      if (now && now.at !== null && !now.moved && !now.add) chooseKeys(lane.name, [now.at])
    },
  }
}

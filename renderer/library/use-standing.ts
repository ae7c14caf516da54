import { useState } from 'react'
import type { KeyboardEvent } from 'react'

export interface Standing {
  playing: boolean
  /** The frame on screen. */
  at: number
  /** The frame that a player stands on, or began to play from. */
  from: number
  /** Stops on a frame, held inside the take. */
  stand: (frame: number) => void
  toggle: () => void
  /** The player tells which frame it shows. */
  show: (frame: number) => void
  /** What the transport's keys do. */
  keys: Readonly<Record<string, () => void>>
}

/** Playing and standing of a take of so many frames. */
export function useStanding(frames: number, begin: { playing: boolean; at: number }): Standing {
  const [playing, setPlaying] = useState(begin.playing)
  const [at, setAt] = useState(begin.at)
  const [from, setFrom] = useState(begin.at)
  const last = frames - 1
  const stand = (frame: number): void => {
    const held = Math.min(last, Math.max(0, frame))
    setPlaying(false)
    setFrom(held)
    // The picture follows a moment later; the next key must count from here.
    setAt(held)
  }
  const toggle = (): void => {
    setFrom(at)
    setPlaying(!playing)
  }
  const keys = {
    ArrowLeft: () => stand(at - 1),
    ArrowRight: () => stand(at + 1),
    Home: () => stand(0),
    End: () => stand(last),
    ' ': toggle,
    k: toggle,
  }
  return { playing, at, from, stand, toggle, show: setAt, keys }
}

/** Runs what a key means; Space and Enter still press the button that has the focus, and the arrows move a slider. */
export function runKey(event: KeyboardEvent, keys: Readonly<Record<string, () => void>>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const target = event.target instanceof HTMLElement ? event.target : null
  if (target?.matches('textarea, select, input:not([type=range])')) return
  const onControl = target?.closest('button, input') !== null
  if (onControl && (event.key === ' ' || event.key === 'Enter')) return
  if (target?.matches('input') && event.key.startsWith('Arrow')) return
  const run = keys[event.key]
  if (!run) return
  event.preventDefault()
  run()
}

import { createStore } from 'zustand/vanilla'
import type { Rate } from '../../core/timeline/time.ts'

/** Playback as the window knows it. `at` is a sequence frame; `speed` is 0 when stopped, negative backwards. */
export interface Transport {
  at: number
  speed: number
}

const FASTEST = 8

/** The playhead and its speed. Hot: subscribe to it outside React where a frame rate matters. */
export const transport = createStore<Transport>(() => ({ at: 0, speed: 0 }))

/** Puts the playhead on a frame, held between the start and the end. Playback goes on from there. */
export function seek(at: number, length: number): void {
  const held = Math.min(Math.max(0, Math.round(at)), length)
  if (held !== transport.getState().at) transport.setState({ at: held })
}

/** Stops, and moves the playhead by whole frames. */
export function stepBy(frames: number, length: number): void {
  transport.setState({ speed: 0 })
  seek(transport.getState().at + frames, length)
}

/** Plays or stops. Playing at the end starts over. */
export function togglePlay(length: number): void {
  const { at, speed } = transport.getState()
  if (speed !== 0) transport.setState({ speed: 0 })
  else if (length > 0) transport.setState({ speed: 1, at: at >= length ? 0 : at })
}

/** J and L: plays in a direction; each further press doubles the speed, the other key turns round at normal speed. */
export function shuttle(direction: 1 | -1, length: number): void {
  const { at, speed } = transport.getState()
  if (length === 0 || (direction < 0 && at <= 0)) return
  const next = Math.sign(speed) === direction ? speed * 2 : direction
  const held = Math.max(-FASTEST, Math.min(FASTEST, next))
  transport.setState({ speed: held, at: direction > 0 && at >= length ? 0 : at })
}

/** Where the playhead is after `ms` of playing from `from`: whole frames, so that late ticks skip and never drift. */
export function playedTo(from: number, ms: number, speed: number, rate: Rate): number {
  return from + Math.trunc((ms * speed * rate.num) / (rate.den * 1000))
}

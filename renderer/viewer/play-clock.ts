import { playedTo, transport } from './transport.ts'
import type { Span } from './transport.ts'

/**
 * Moves the playhead by the clock while the transport has a speed. A tick that comes late skips frames; a jump or a new
 * speed starts the reckoning again. Returns the way to stop it.
 */
export function runClock(span: () => Span): () => void {
  let request = 0
  let origin = { at: 0, time: 0, speed: 0 }
  let put = -1

  const tick = (now: number): void => {
    const { at, speed } = transport.getState()
    if (speed === 0) {
      request = 0
      return
    }
    if (speed !== origin.speed || at !== put) origin = { at, time: now, speed }
    const { length, rate } = span()
    const next = playedTo(origin.at, now - origin.time, speed, rate)
    const ended = speed > 0 ? next >= length : next <= 0
    put = Math.min(Math.max(0, next), length)
    transport.setState(ended ? { at: put, speed: 0 } : { at: put })
    request = requestAnimationFrame(tick)
  }

  const start = (): void => {
    if (request !== 0 || transport.getState().speed === 0) return
    put = -1
    request = requestAnimationFrame(tick)
  }

  const stop = transport.subscribe(start)
  start()
  return () => {
    stop()
    cancelAnimationFrame(request)
  }
}

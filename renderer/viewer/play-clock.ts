import type { Sequence } from '../../core/timeline/sequence.ts'
import { sampleRateOf, sequenceLength } from '../../core/timeline/queries.ts'
import { sampleAt } from '../../core/timeline/time.ts'
import { playedTo, transport } from './transport.ts'

/** The sound of a film, and the clock that it is. */
export interface Heard {
  /** Plays from a frame; false where nothing will be heard. */
  start(sequence: Sequence, at: number, speed: number): boolean
  stop(): void
  /** Seconds of the film that are heard now; null where nothing is played. */
  seconds(sequence: Sequence): number | null
}

/** The frames of the screen: what the window gives by these names. */
export interface Screen {
  requestAnimationFrame(tick: (now: number) => void): number
  cancelAnimationFrame(request: number): void
}

/**
 * Moves the playhead while the transport has a speed: by what is heard, else by the window's clock. A tick that comes late skips
 * frames; a jump or a new speed starts the reckoning again. Returns the way to stop it.
 */
export function runClock(film: () => Sequence, heard: Heard, screen: Screen): () => void {
  let request = 0
  let origin = { at: 0, time: 0, speed: 0 }
  let sounds = false
  let put = -1

  /** Milliseconds of the film since the origin. */
  const played = (now: number, sequence: Sequence): number => {
    const seconds = sounds ? heard.seconds(sequence) : null
    if (seconds === null && sounds) {
      // The sound has failed: the window's clock takes over where it was.
      sounds = false
      origin = { ...origin, at: put, time: now }
    }
    if (seconds === null) return now - origin.time
    const sampleRate = sampleRateOf(sequence)
    return (seconds - sampleAt(origin.at, sequence.rate, sampleRate) / sampleRate) * 1000
  }

  const tick = (now: number): void => {
    const { at, speed } = transport.getState()
    if (speed === 0) {
      request = 0
      return
    }
    const sequence = film()
    if (speed !== origin.speed || at !== put) {
      origin = { at, time: now, speed }
      put = at
      sounds = heard.start(sequence, at, speed)
    }
    const length = sequenceLength(sequence)
    const ms = played(now, sequence)
    const next = playedTo(origin.at, ms, speed, sequence.rate)
    const ended = speed > 0 ? next >= length : next <= 0
    put = Math.min(Math.max(0, next), length)
    transport.setState(ended ? { at: put, speed: 0 } : { at: put })
    request = screen.requestAnimationFrame(tick)
  }

  const follow = (): void => {
    const { speed } = transport.getState()
    if (speed === 0) heard.stop()
    if (request !== 0 || speed === 0) return
    put = -1
    request = screen.requestAnimationFrame(tick)
  }

  const stop = transport.subscribe(follow)
  follow()
  return () => {
    stop()
    heard.stop()
    screen.cancelAnimationFrame(request)
  }
}

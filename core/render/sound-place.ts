import { sourcePosition, steadySpeed } from '../timeline/clip-time.ts'
import type { Clip } from '../timeline/clip.ts'
import { sampleAt } from '../timeline/time.ts'
import type { Rate } from '../timeline/time.ts'

/** Sounds that run faster than this, in either direction, are not heard. */
const FASTEST_HEARD = 16

/**
 * Where the samples of a clip lie in its source, in samples of the source. `exact` places are whole samples, one after the other or
 * backwards; the others lie between samples and are reckoned from those around them. `fastest` is how many samples of the source a
 * sample of the clip moves on at most.
 */
export interface SoundPlace {
  exact: boolean
  fastest: number
  at(sample: number): number
}

/** Null for a clip that stands still or is too fast to be heard. */
export function soundPlace(
  clip: Pick<Clip, 'start' | 'offset' | 'retime'>,
  rate: Rate,
  sampleRate: number,
): SoundPlace | null {
  if (!clip.retime) {
    // Counted from where the source would begin on the sequence, so that a cut through a sound loses and repeats no sample of it.
    const from = sampleAt(clip.start, rate, sampleRate) - sampleAt(clip.start - clip.offset, rate, sampleRate)
    return { exact: true, fastest: 1, at: (sample) => from + sample }
  }
  const perFrame = (sampleRate * rate.den) / rate.num
  const fastest = Math.max(...clip.retime.points.map(({ speed }) => Math.abs(speed.num / speed.den)))
  if (fastest === 0 || fastest > FASTEST_HEARD) return null
  const steady = steadySpeed(clip)
  if (!steady) return { exact: false, fastest, at: (sample) => middle(sourcePosition(clip, (sample + 0.5) / perFrame)) }
  const speed = steady.num / steady.den
  // A frame that is shown backwards is heard from its end.
  const first = middle(sourcePosition(clip, 0.5 / perFrame) + (speed < 0 ? 1 : 0))
  if (fastest !== 1) return { exact: false, fastest, at: (sample) => first + sample * speed }
  const from = Math.round(first)
  return { exact: true, fastest, at: (sample) => from + sample * speed }

  /** The sample whose middle lies at a place given in frames. */
  function middle(frames: number): number {
    return frames * perFrame - 0.5
  }
}

import type { Finding } from '../entities.ts'
import { median, runs } from '../series.ts'
import { standing } from '../track.ts'
import type { Track } from '../track.ts'

/** Two equal neighbours may be a pause; three equal frames are seen. */
const SHORTEST = 2
/** How much of the rest must move for the clip to be one that moves: blinking lights and ticking hands do not. */
const MOVING = 0.85
/** A freeze starts and ends at full speed; what slows down, comes to rest or leaves the frame does not. */
const ABRUPT = 0.5
const INSIDE = 0.35

/** Runs of equal frames in a clip that otherwise moves. A whole still clip is no defect, nor is a subject at rest. */
export function findFrozen(track: Track): Finding[] {
  const { changes } = track
  const stands = standing(track)
  const moving = changes.filter((_, pair) => stands[pair] === false)
  const pace = median(moving.map((change) => change.mean))
  const abrupt = (pair: number): boolean => (changes[pair]?.mean ?? 0) >= ABRUPT * pace
  const inside = (pair: number): boolean => (changes[pair]?.inner ?? 0) >= INSIDE
  return runs(stands)
    .filter(({ from, to }) => {
      if (to - from + 1 < SHORTEST || moving.length < 3) return false
      if (moving.length < MOVING * (changes.length - (to - from + 1))) return false
      if (from === 0) return abrupt(to + 1) && inside(to + 1)
      if (to === changes.length - 1) return abrupt(from - 1) && inside(from - 1)
      return abrupt(from - 1) && abrupt(to + 1)
    })
    .map(({ from, to }) => ({
      kind: 'frozen',
      from,
      to: to + 1,
      words: `${to - from + 2} equal frames in a clip that moves. Retake the range, or cut it out.`,
    }))
}

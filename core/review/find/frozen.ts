import type { Finding } from '../entities.ts'
import { mean, median, runs } from '../series.ts'
import { standing } from '../track.ts'
import type { Track } from '../track.ts'

/** Two equal neighbours may be a pause; three equal frames are seen. */
const SHORTEST = 2
/** How much of the rest must move for the clip to be one that moves: blinking lights and ticking hands do not. */
const MOVING = 0.85
/** A freeze starts and ends at full speed; what slows down or comes to rest does not. */
const ABRUPT = 0.5
/** Where the whole picture lives (grain, water, a camera), nothing in nature stops it: this share of it must change. */
const LIVES = 0.6
const FAINT = 0.05

/**
 * Runs of equal frames in a clip that otherwise moves. A whole still clip is no defect, nor is a subject that waits before
 * it starts or comes to rest at the end, in a picture that is still around it.
 */
export function findFrozen(track: Track): Finding[] {
  const { changes } = track
  const stands = standing(track)
  const moving = changes.filter((_, pair) => stands[pair] === false)
  const pace = median(moving.map((change) => change.mean))
  const abrupt = (pair: number): boolean => (changes[pair]?.mean ?? 0) >= ABRUPT * pace
  const rest = mean(changes.filter((_, pair) => stands[pair] === true).map((change) => change.mean))
  const lives =
    median(moving.map(({ parts }) => parts.filter((part) => part > FAINT + 3 * rest).length / parts.length)) >= LIVES
  return runs(stands)
    .filter(({ from, to }) => {
      if (to - from + 1 < SHORTEST || moving.length < 3) return false
      if (moving.length < MOVING * (changes.length - (to - from + 1))) return false
      if (from === 0) return lives && abrupt(to + 1)
      if (to === changes.length - 1) return lives && abrupt(from - 1)
      return abrupt(from - 1) && abrupt(to + 1)
    })
    .map(({ from, to }) => ({
      kind: 'frozen',
      from,
      to: to + 1,
      words: `${to - from + 2} equal frames in a clip that moves. Retake the range, or cut it out.`,
    }))
}

import { thumbDifference } from '../change.ts'
import type { Finding } from '../entities.ts'
import { clamp, largest, mean, median } from '../series.ts'
import { standing } from '../track.ts'
import type { Track } from '../track.ts'

/** A repeat is this much closer than neighbours are. */
const CLOSE = 0.15
/** Frames that must repeat in a row, and the share of them that must move. */
const SHORTEST = 4
const MOVING = 0.6
/** Share of the picture that must change from frame to frame for a repeat to be impossible in nature. */
const WIDE = 0.6
/** A part changes when it differs by more levels than this and than what is left in the repeat. */
const FAINT = 0.1
/** How much larger than any other the change is where a loop starts again. */
const SEAM = 2

interface Stretch {
  /** First frame of the first pass, first frame of the second, and how many frames repeat. */
  first: number
  second: number
  length: number
  mirrored: boolean
}

export interface Repeats {
  findings: Finding[]
  /** Share of frames that repeat earlier ones. */
  share: number
  /** Frames after which a movement in a still picture comes back; null where none does. */
  cycle: number | null
}

/**
 * Stretches that are shown twice, forwards or backwards: diagonals of the self-similarity matrix. Where only a subject
 * moves in a still picture, coming back is what pendulums, wheels and bouncing balls do, so that is told as a cycle; where
 * the whole picture lives (grain, water, a camera), or where a loop starts again with a leap, it is a defect.
 */
export function findRepeats(track: Track): Repeats {
  const stands = standing(track)
  const matches = matchesOf(track)
  const stretches = [longest(matches, false), longest(matches, true)].filter((stretch) => stretch !== null)
  const moving = stretches.filter((stretch) => movingShare(stands, stretch) >= MOVING)
  const defects = moving.filter((stretch) => isWide(track, stretch) || hasSeam(track, stretch))
  const [worst] = defects.sort((a, b) => b.length - a.length)
  const forwards = moving.find((stretch) => !stretch.mirrored)
  if (!worst) {
    return { findings: [], share: 0, cycle: forwards ? forwards.second - forwards.first : null }
  }
  const frames = `Frames ${worst.first} to ${worst.first + worst.length - 1}`
  return {
    share: worst.length / track.traces.length,
    cycle: null,
    findings: [
      {
        kind: worst.mirrored ? 'reverse' : 'loop',
        from: worst.second,
        to: worst.second + worst.length - 1,
        words: worst.mirrored
          ? `${frames} come again backwards. Cut before they do, or extend the take from there.`
          : `${frames} come again. Cut before they do, or extend the take from there.`,
      },
    ],
  }
}

type Matches = (a: number, b: number) => boolean

/** Which pairs of frames are far closer than neighbours are. */
function matchesOf({ traces, changes }: Track): Matches & { size: number } {
  const pace = traces.map((_, frame) =>
    mean([changes[frame - 1]?.thumb, changes[frame]?.thumb].filter((change) => change !== undefined)),
  )
  const usual = median(changes.map((change) => change.thumb).filter((change) => change > 0))
  const close = (a: number, b: number): boolean => {
    // Half the usual pace at least, so that a moment of rest within a movement can match too.
    const limit = CLOSE * clamp(((pace[a] ?? 0) + (pace[b] ?? 0)) / 2, usual / 2, 2 * usual)
    const [first, second] = [traces[a], traces[b]]
    return limit > 0 && first !== undefined && second !== undefined
      ? thumbDifference(first.thumb, second.thumb, limit) <= limit
      : false
  }
  return Object.assign(close, { size: traces.length })
}

/** The longest run of matches along the diagonals (loop) or across them (mirrored). */
function longest(matches: Matches & { size: number }, mirrored: boolean): Stretch | null {
  const { size } = matches
  let best: Stretch | null = null
  const offer = (first: number, second: number, length: number): void => {
    if (length >= SHORTEST && length > (best?.length ?? 0)) best = { first, second, length, mirrored }
  }
  if (!mirrored) {
    for (let lag = 3; lag <= size - SHORTEST; lag += 1) {
      let length = 0
      for (let at = 0; at + lag <= size; at += 1) {
        if (at + lag < size && matches(at, at + lag)) length += 1
        else {
          offer(at - length, at - length + lag, length)
          length = 0
        }
      }
    }
    return best
  }
  // The turn lies between or on frames: `sum` is twice its place.
  for (let sum = 2 * SHORTEST - 1; sum <= 2 * (size - SHORTEST); sum += 1) {
    let length = 0
    for (let a = Math.floor((sum - 1) / 2); a >= 0 && sum - a < size && matches(a, sum - a); a -= 1) length += 1
    const a = Math.floor((sum - 1) / 2)
    offer(a - length + 1, sum - a, length)
  }
  return best
}

function movingShare(stands: readonly boolean[], { second, length }: Stretch): number {
  const part = stands.slice(second, second + length - 1)
  return part.filter((still) => !still).length / Math.max(1, part.length)
}

/** Whether most of the picture changes between neighbours, by more than the repeat differs. */
function isWide({ traces, changes }: Track, { first, second, length, mirrored }: Stretch): boolean {
  const rests = Array.from({ length }, (_, at) => {
    const [a, b] = [traces[mirrored ? first + length - 1 - at : first + at], traces[second + at]]
    return a && b ? thumbDifference(a.thumb, b.thumb) : 0
  })
  const limit = Math.max(FAINT, 3 * mean(rests))
  const shares = changes.slice(second, second + length - 1).map(({ parts }) => {
    return parts.filter((part) => part > limit).length / parts.length
  })
  return median(shares) >= WIDE
}

/** Whether the second pass begins with a leap back to the start of the first. */
function hasSeam({ changes }: Track, { second, length, mirrored }: Stretch): boolean {
  const seam = changes[second - 1]
  const most = largest(changes.slice(second, second + length - 1).map((change) => change.calm))
  return !mirrored && seam !== undefined && most > 0 && seam.calm > SEAM * most
}

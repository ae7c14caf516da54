import type { Change } from '../change.ts'
import type { Finding } from '../entities.ts'
import { GRID } from '../picture.ts'
import type { Trace } from '../picture.ts'
import { largest, mean, median, runs } from '../series.ts'
import type { Track } from '../track.ts'

/** Frames over which flicker is looked for, and the fewest in which it can be told from one flash. */
const WINDOW = 12
const FEWEST = 6
/**
 * Levels from which a flicker of the whole picture is seen: half the way from crest to trough, about 1 % of a bright one.
 * Takes of small models breathe by half of that, which nobody sees.
 */
export const FLICKER_LIMIT = 1.2
/** Share of neighbours between which the light turns round: a period of four frames turns at every second one. */
const TURNS = 0.45
/** How much the parts must agree: lights at a place and moving things stay below. */
const TOGETHER = 0.55

/** Red, green, blue: what sways one way in all is light, what sways against each other is colour. */
const CHANNELS = [0, 1, 2] as const

interface Sway {
  /** What is left of the picture's light when its slow course is taken away, in levels. */
  fast: number[]
  /** For each pair, how much the parts of the picture agree. */
  together: number[]
}

/** Fast coming and going of the whole picture's light or colour, and where it is worst. */
export function findFlicker({ traces, changes }: Track): { curve: number[]; amplitude: number; findings: Finding[] } {
  const sways = CHANNELS.map((channel) => swayOf(traces, changes, channel))
  const curve = traces.map((_, frame) => largest(sways.map((sway) => Math.abs(sway.fast[frame] ?? 0))))
  if (traces.length < FEWEST) return { curve, amplitude: 0, findings: [] }
  const bad = traces.map(() => false)
  let amplitude = 0
  const length = Math.min(WINDOW, traces.length)
  for (let from = 0; from + length <= traces.length; from += 1) {
    for (const sway of sways) {
      const part = sway.fast.slice(from, from + length)
      const size = median(part.map(Math.abs))
      const flickers = size >= FLICKER_LIMIT && turns(part, size) >= TURNS && isTogether(sway, from, length, size)
      if (!flickers) continue
      amplitude = Math.max(amplitude, size)
      bad.fill(true, from, from + length)
    }
  }
  const words = 'The light of the whole picture flickers. Generate another take, or lower the guidance.'
  const findings = runs(bad).map((run): Finding => ({ kind: 'flicker', ...run, words }))
  return { curve, amplitude: amplitude || quiet(sways), findings }
}

/** The figure of a clip without a finding, kept below the limit: lights that blink are not flicker. */
function quiet(sways: readonly Sway[]): number {
  return Math.min(0.99 * FLICKER_LIMIT, largest(sways.map((sway) => median(sway.fast.map(Math.abs)))))
}

function swayOf(traces: readonly Trace[], changes: readonly Change[], channel: 0 | 1 | 2): Sway {
  const course = [0]
  for (const { sway } of changes) course.push((course.at(-1) ?? 0) + sway[channel])
  const slow = course.map((_, frame) => mean(course.slice(Math.max(0, frame - 2), frame + 3)))
  return {
    fast: course.map((value, frame) => value - (slow[frame] ?? 0)),
    together: changes.map(({ sway }, pair) =>
      togetherness(traces[pair] as Trace, traces[pair + 1] as Trace, channel, sway[channel]),
    ),
  }
}

/**
 * How much the parts of the picture agree, 0 to 1, the worse of two measures: how much of the change of the brighter half
 * goes one way (the eighths that changed least and most left out), and how many of all parts follow the picture's sway.
 */
function togetherness(before: Trace, after: Trace, channel: number, sway: number): number {
  const parts = Array.from({ length: GRID * GRID }, (_, part) => {
    const [a, b] = [before.parts[3 * part + channel] as number, after.parts[3 * part + channel] as number]
    return { step: b - a, light: a + b }
  })
  const brighter = parts.toSorted((a, b) => b.light - a.light).slice(0, parts.length / 2)
  const steps = brighter.map(({ step }) => step).sort((a, b) => a - b)
  const most = steps.slice(steps.length / 8, (steps.length * 7) / 8)
  const total = mean(most.map(Math.abs))
  const oneWay = total === 0 ? 0 : Math.abs(mean(most)) / total
  const following = parts.filter(({ step }) => step * sway > 0 && Math.abs(step) >= Math.abs(sway) / 4)
  return Math.min(oneWay, following.length / parts.length)
}

/** Share of neighbouring frames between which the sign turns, both sides being more than noise. */
function turns(values: readonly number[], size: number): number {
  let count = 0
  for (let at = 1; at < values.length; at += 1) {
    const [a, b] = [values[at - 1] as number, values[at] as number]
    if (a * b < 0 && Math.abs(a - b) > 0.8 * size) count += 1
  }
  return count / (values.length - 1)
}

function isTogether({ fast, together }: Sway, from: number, length: number, size: number): boolean {
  const strong: number[] = []
  for (let frame = from + 1; frame < from + length; frame += 1) {
    if (Math.abs((fast[frame] ?? 0) - (fast[frame - 1] ?? 0)) > 0.8 * size) strong.push(together[frame - 1] ?? 0)
  }
  return median(strong) >= TOGETHER
}

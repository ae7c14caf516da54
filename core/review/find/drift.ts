import { labOf } from '../lab.ts'
import { sameScene } from '../same-scene.ts'
import type { Finding } from '../entities.ts'
import { GRID } from '../picture.ts'
import type { Trace } from '../picture.ts'
import { largest, mean, median } from '../series.ts'
import type { Track } from '../track.ts'

/** CIE Lab units from which first and last frames no longer match in a cut. */
export const DRIFT_LIMIT = 5
const FEWEST = 8
/** Share of the drawing that must be where it was: in a pan or a zoom, colours change by right. */
const SAME_SCENE = 0.4
/** A drift is steady, and most of the picture takes part. */
const STEADY = 0.8
const MOST = 0.6
/** A clip that ends or starts with so little of its contrast is faded. */
const FADED = 0.3
const UNFADED = 0.95

/** Slow wandering of light or colour in a scene that stays. Fades are left out of the measure. */
export function findDrift({ traces }: Track): { amount: number; findings: Finding[] } {
  const { from, to } = unfaded(traces)
  const part = traces.slice(from, to + 1)
  if (part.length < Math.max(FEWEST, traces.length / 3)) return { amount: 0, findings: [] }
  const quarter = Math.max(2, part.length >> 2)
  const [first, last] = [part.slice(0, quarter), part.slice(-quarter)]
  if (sameScene(first, last) < SAME_SCENE) return { amount: 0, findings: [] }
  const course = part.map(labOfParts)
  const start = meanLab(course.slice(0, quarter))
  const offsets = course.map((lab) => offset(start, lab))
  const end = offset(start, meanLab(course.slice(-quarter)))
  const amount = Math.hypot(...end.shift, end.chroma)
  const steady = largest(
    [0, 1, 2, 3].map((axis) =>
      Math.abs(againstTime(offsets.map(({ shift, chroma }) => [...shift, chroma][axis] ?? 0))),
    ),
  )
  const drifts = amount >= DRIFT_LIMIT && steady >= STEADY && end.together >= MOST
  const words = 'Light or colour wanders from the first to the last frames. Grade it back, or retake the end.'
  return {
    amount: drifts ? amount : Math.min(amount, 0.99 * DRIFT_LIMIT),
    findings: drifts ? [{ kind: 'drift', from, to, words }] : [],
  }
}

/** First and last frame of the part that no fade touches. */
function unfaded(traces: readonly Trace[]): { from: number; to: number } {
  const all = { from: 0, to: traces.length - 1 }
  const most = largest(traces.map((trace) => trace.contrast))
  const least = Math.min(traces[0]?.contrast ?? 0, traces.at(-1)?.contrast ?? 0)
  if (least >= FADED * most) return all
  const clear = (trace: Trace): boolean => trace.contrast >= UNFADED * most
  return { from: traces.findIndex(clear), to: traces.findLastIndex(clear) }
}

/** Lab of every part: 3 × GRID × GRID. */
function labOfParts({ parts }: Trace): number[] {
  return Array.from({ length: GRID * GRID }, (_, part) =>
    labOf(parts[3 * part] as number, parts[3 * part + 1] as number, parts[3 * part + 2] as number),
  ).flat()
}

function meanLab(frames: readonly number[][]): number[] {
  return (frames[0] ?? []).map((_, at) => mean(frames.map((frame) => frame[at] ?? 0)))
}

/** How far most of the picture has moved in L, a, b and in distance from grey, and how many parts agree. */
function offset(start: readonly number[], now: readonly number[]) {
  const parts = Array.from({ length: GRID * GRID }, (_, part) => {
    const [l0, a0, b0] = start.slice(3 * part, 3 * part + 3) as [number, number, number]
    const [l1, a1, b1] = now.slice(3 * part, 3 * part + 3) as [number, number, number]
    return [l1 - l0, a1 - a0, b1 - b0, Math.hypot(a1, b1) - Math.hypot(a0, b0)]
  })
  const middle = [0, 1, 2, 3].map((axis) => median(parts.map((part) => part[axis] ?? 0)))
  const axis = middle.map(Math.abs).indexOf(largest(middle.map(Math.abs)))
  const sign = Math.sign(middle[axis] ?? 0)
  const together = parts.filter((part) => Math.sign(part[axis] ?? 0) === sign).length / parts.length
  return { shift: middle.slice(0, 3), chroma: middle[3] ?? 0, together }
}

/** Pearson's correlation with time. */
function againstTime(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const average = mean(values)
  let [products, times, squares] = [0, 0, 0]
  for (const [at, value] of values.entries()) {
    products += (at - middle) * (value - average)
    times += (at - middle) ** 2
    squares += (value - average) ** 2
  }
  return squares === 0 ? 0 : products / Math.sqrt(times * squares)
}

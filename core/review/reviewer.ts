import { compare } from './change.ts'
import type { Change } from './change.ts'
import { REVIEW_METHOD } from './entities.ts'
import type { Curves, Finding, Review } from './entities.ts'
import { DRIFT_LIMIT, findDrift } from './find/drift.ts'
import { findExposure } from './find/exposure.ts'
import { findFlicker, FLICKER_LIMIT } from './find/flicker.ts'
import { findFrozen } from './find/frozen.ts'
import { findJumps, jumpCurve } from './find/jumps.ts'
import { findRepeats } from './find/repeats.ts'
import { labOf } from './lab.ts'
import { GRID, readPicture } from './picture.ts'
import type { Picture, PixelFrame, Trace } from './picture.ts'
import { largest, mean } from './series.ts'
import { standing } from './track.ts'

export interface Reviewer {
  /** Takes the next frame; all have one size. */
  add(frame: PixelFrame): void
  /** What the frames so far amount to. Throws where there was none. */
  finish(): Review
}

/**
 * Measures a clip frame by frame, keeping a few kilobytes of each. Frames are small (at most 128 pixels is meant) and
 * 8-bit sRGB. Every figure is a rule of thumb and is called one.
 */
export function createReviewer(): Reviewer {
  const traces: Trace[] = []
  const changes: Change[] = []
  let last: Picture | null = null
  return {
    add(frame) {
      const picture = readPicture(frame)
      if (last) changes.push(compare(last, picture))
      traces.push(picture.trace)
      last = picture
    },
    finish() {
      if (traces.length === 0) throw new RangeError('a clip without frames cannot be reviewed')
      return conclude(traces, changes)
    },
  }
}

function conclude(traces: readonly Trace[], changes: readonly Change[]): Review {
  const track = { traces, changes }
  const flicker = findFlicker(track)
  const drift = findDrift(track)
  const repeats = findRepeats(track)
  const frozen = findFrozen(track)
  const jumps = jumpCurve(track)
  const findings: Finding[] = [
    ...frozen,
    ...findJumps(track),
    ...flicker.findings,
    ...repeats.findings,
    ...drift.findings,
    ...findExposure(track),
  ].sort((a, b) => a.from - b.from)
  const figures = {
    motion: mean(changes.map((change) => change.motion)),
    change: mean(changes.map((change) => change.mean)),
    residual: mean(changes.map((change) => change.residual)),
    flicker: flicker.amplitude,
    jump: largest(jumps, 1),
    frozen: frozen.reduce((sum, { from, to }) => sum + to - from, 0) / traces.length,
    repeated: repeats.share,
    drift: drift.amount,
    black: mean(traces.map((trace) => trace.black)),
    clipped: mean(traces.map((trace) => trace.clipped)),
  }
  const trouble =
    findings.length === 0
      ? Math.max(figures.flicker / FLICKER_LIMIT, figures.drift / DRIFT_LIMIT)
      : findings.reduce((sum, { from, to }) => sum + (to - from + 1) / traces.length, 1)
  return {
    method: 'heuristic',
    version: REVIEW_METHOD,
    frames: traces.length,
    still: standing(track).every((still) => still),
    cycle: repeats.cycle,
    figures: rounded({ ...figures, trouble }),
    findings,
    curves: curvesOf(traces, changes, jumps, flicker.curve),
  }
}

function curvesOf(
  traces: readonly Trace[],
  changes: readonly Change[],
  jumps: readonly number[],
  flicker: readonly number[],
): Curves {
  const between = (value: (change: Change) => number): number[] => [0, ...changes.map(value)].map(round)
  const lab = traces.map(({ parts }) => {
    const sum = [0, 0, 0]
    for (const [at, level] of parts.entries()) sum[at % 3] = (sum[at % 3] ?? 0) + level / (GRID * GRID)
    return labOf(...(sum as [number, number, number]))
  })
  return {
    change: between((change) => change.mean),
    motion: between((change) => change.motion),
    residual: between((change) => change.residual),
    flicker: flicker.map(round),
    jump: [0, ...jumps].map(round),
    light: lab.map(([l]) => round(l)),
    colour: lab.map(([, a, b]) => round(Math.hypot(a, b))),
    black: traces.map((trace) => round(trace.black)),
    clipped: traces.map((trace) => round(trace.clipped)),
  }
}

function rounded<T extends Record<string, number>>(figures: T): T {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)])) as T
}

/** Three decimals: what lies beyond is noise, and rows stay short. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

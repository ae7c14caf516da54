import { thumbDifference } from '../change.ts'
import type { Change } from '../change.ts'
import type { Finding } from '../entities.ts'
import { largest, median } from '../series.ts'
import type { Track } from '../track.ts'

/** How many neighbours on each side a change is held against; fewer for a leap, since movements get faster and slower. */
const AROUND = 6
const BESIDE = 3
/** A change that stands out: this many times the largest one around it, and this many levels. */
const SPIKE = 2.4
const FAINTEST = 0.4
/** Edges that correlate less belong to another picture; all around they must correlate clearly better. */
const OTHER_PICTURE = 0.35
const CLEARLY = 0.25
/** Leaps of a rhythm are alike. */
const ALIKE = 1.3
/** A light goes one way, and the drawing under it stays. */
const LIGHT = 0.6
const IN_PLACE = 0.8
const REDRAWN = 0.4
/** Below this contrast there is no picture to compare: `findBlank` looks after it. */
const FLAT = 3

/** How far each change stands out from the usual one around it, as a ratio; index 0 is the change into frame 1. */
export function jumpCurve({ changes }: Track): number[] {
  return changes.map((change, pair) => {
    const usual = median(around(changes, pair, AROUND).map((other) => other.calm))
    return Math.max(1, change.calm / Math.max(usual, FAINTEST / 2))
  })
}

/** Cuts, dropped frames, things that leap, and single frames from elsewhere. */
export function findJumps(track: Track): Finding[] {
  const { changes, traces } = track
  const flat = (frame: number): boolean => (traces[frame]?.contrast ?? 0) < FLAT
  const seen = (pair: number): boolean => !flat(pair) && !flat(pair + 1)
  const strays = changes.flatMap((_, pair) => (isStray(track, pair) ? [pair] : []))
  const strayed = new Set(strays.flatMap((pair) => [pair, pair + 1]))
  const leaps = changes.flatMap((_, pair) =>
    !strayed.has(pair) && seen(pair) && (isCut(changes, pair) || isLeap(changes, pair)) ? [pair] : [],
  )
  const sudden = leaps.filter((pair) => !isCut(changes, pair))
  const kept = leaps.filter((pair) => !sudden.includes(pair) || !(isRhythm(changes, sudden) || comesBack(track, pair)))
  return [
    ...strays
      .filter((pair) => seen(pair) && seen(pair + 1))
      .map((pair) => finding(pair + 1, pair + 1, 'This frame is from another picture. Retake it.')),
    ...kept.map((pair) =>
      finding(
        pair,
        pair + 1,
        'The picture jumps from one frame to the next. Retake the frames around it, or cut here.',
      ),
    ),
  ].sort((a, b) => a.from - b.from)
}

function finding(from: number, to: number, words: string): Finding {
  return { kind: 'jump', from, to, words }
}

function around(
  changes: readonly Change[],
  pair: number,
  reach: number,
  without: readonly number[] = [pair],
): Change[] {
  const first = Math.max(0, pair - reach)
  return changes.slice(first, pair + reach + 1).filter((_, index) => !without.includes(first + index))
}

/** Another scene: the drawing is gone, or nothing in the frame can be fetched from the one before. */
function isCut(changes: readonly Change[], pair: number): boolean {
  const change = changes[pair]
  const others = around(changes, pair, AROUND)
  if (!change || others.length < 2) return false
  const calm = largest(others.map((other) => other.calm))
  const worst = -largest(others.map((other) => -other.drawing))
  const redrawn = change.drawing < OTHER_PICTURE && change.drawing < worst - CLEARLY && change.calm > 1.5 * calm
  const residual = largest(others.map((other) => other.residual))
  const unrelated =
    change.drawing < OTHER_PICTURE &&
    change.residual > 2 &&
    change.residual > 2.5 * residual &&
    change.calm > 1.2 * calm
  return redrawn || unrelated
}

/** Something leaps, or frames are missing: one change far above those beside it, which is no light. */
function isLeap(changes: readonly Change[], pair: number): boolean {
  const change = changes[pair]
  const others = around(changes, pair, BESIDE)
  if (!change || others.length < 3 || change.calm < FAINTEST) return false
  const outstanding = Math.max(
    change.calm / largest(others.map((other) => other.calm)),
    change.mean / largest(others.map((other) => other.mean)),
  )
  const worst = -largest(others.map((other) => -other.drawing))
  const isLight = change.oneWay >= LIGHT && change.drawing > worst - REDRAWN
  return outstanding > SPIKE && !isLight && change.drawingThere < IN_PLACE
}

/** A single frame of another picture: out and back again. */
function isStray({ changes, traces }: Track, pair: number): boolean {
  const [out, back] = [changes[pair], changes[pair + 1]]
  const [before, after] = [traces[pair], traces[pair + 2]]
  if (!out || !back || !before || !after) return false
  const others = around(changes, pair, AROUND, [pair, pair + 1])
  if (others.length < 2) return false
  const calm = largest(others.map((other) => other.calm))
  const worst = -largest(others.map((other) => -other.drawing))
  const drawing = Math.max(out.drawing, back.drawing)
  const redrawn = Math.min(out.calm, back.calm) > 1.5 * calm && drawing < worst - CLEARLY
  const residual = largest(others.map((other) => other.residual))
  const unrelated = Math.min(out.residual, back.residual) > Math.max(2, 2.5 * residual)
  return (
    drawing < OTHER_PICTURE &&
    (redrawn || unrelated) &&
    thumbDifference(before.thumb, after.thumb) < 0.5 * Math.min(out.thumb, back.thumb)
  )
}

/** A hand that ticks: three leaps, or two of one size. */
function isRhythm(changes: readonly Change[], leaps: readonly number[]): boolean {
  const sizes = leaps.map((pair) => changes[pair]?.calm ?? 0)
  return leaps.length > 2 || (leaps.length === 2 && largest(sizes) < ALIKE * Math.min(...sizes))
}

/** Lights that take turns: the picture after the leap was there before it, or the one before it is there again later. */
function comesBack({ changes, traces }: Track, pair: number): boolean {
  const [before, after] = [traces[pair], traces[pair + 1]]
  if (!before || !after) return false
  const close = 0.2 * (changes[pair]?.thumb ?? 0)
  return (
    traces.slice(0, pair).some((trace) => thumbDifference(trace.thumb, after.thumb, close) <= close) ||
    traces.slice(pair + 2).some((trace) => thumbDifference(trace.thumb, before.thumb, close) <= close)
  )
}

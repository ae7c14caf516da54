import { estimatePeak } from './memory/estimate.ts'
import { ladder, type Rung } from './memory/ladder.ts'
import { estimateSeconds, type MeasuredRate } from './memory/seconds.ts'
import { savingWords } from './memory/words.ts'
import type { PackManifest } from './manifest.ts'
import type { Recipe } from './recipe.ts'
import type { JobCost } from './request.ts'

/** Of what is free, this much is planned with: other programs move, and an estimate is one. */
const USABLE = 0.9

/** How a take will be made, and every other way there is. */
export interface GenerationChoice {
  cost: JobCost
  rungs: Rung[]
  /** The rung that was chosen. */
  index: number
}

export interface Means {
  freeBytes: number
  /** Of these, what jobs that run at the same time will still take. */
  claimedBytes: number
  /** What the take may use, where somebody said so. */
  limitBytes?: number | undefined
  /** Measured speeds by the rung's name. */
  rates: Readonly<Record<string, MeasuredRate>>
  /** The first rung that may be chosen: those before it ran out of memory. */
  from?: number | undefined
}

/**
 * Chooses the roomiest way that fits into memory, and says what it costs before it starts. Nothing is ever refused:
 * where not even the thriftiest way fits, that one is taken. `seconds` is null where nothing was measured yet.
 */
export function planGeneration(recipe: Recipe, manifest: PackManifest, means: Means): GenerationChoice {
  const { freeBytes, claimedBytes, limitBytes, rates, from = 0 } = means
  const rungs = ladder(recipe, manifest)
  const peaks = rungs.map((rung) => estimatePeak(recipe, manifest, rung))
  const usable = limitBytes ?? Math.max(0, freeBytes - claimedBytes) * USABLE
  const first = Math.min(from, rungs.length - 1)
  const fitting = peaks.findIndex((peak, index) => index >= first && peak <= usable)
  // Where nothing fits, what comes nearest; on the way down a rung may save nothing for this clip.
  const smallest = Math.min(...peaks.slice(first))
  const index = fitting >= 0 ? fitting : peaks.findIndex((peak, place) => place >= first && peak === smallest)
  const rung = rungs[index] as Rung
  const seconds = estimateSeconds(recipe, manifest, rungs, rung, rates)
  const usual = estimateSeconds(recipe, manifest, rungs, rungs[0] as Rung, rates)
  const words = savingWords(rung, manifest)
  const extra = seconds === null || usual === null ? null : seconds - usual
  return {
    cost: {
      ...inWords(seconds, peaks[index] as number, { usable, freeBytes, claimedBytes }, words.length > 0),
      thrift: words.length === 0 ? [] : [...words, `costs ${extra === null ? 'time' : moreTime(extra)}`],
    },
    rungs,
    index,
  }
}

/** Two jobs, one after the other. */
export function bothPlans(first: JobCost, second: JobCost): JobCost {
  const seconds = first.seconds === null || second.seconds === null ? null : first.seconds + second.seconds
  const larger = first.peakBytes > second.peakBytes ? first : second
  const { freeBytes, claimedBytes } = second
  const room = { usable: larger.fits ? Infinity : 0, freeBytes, claimedBytes }
  return { ...inWords(seconds, larger.peakBytes, room, first.thrift.length > 0), thrift: first.thrift }
}

/** The cost of a job that has one way only. */
export function plainCost(seconds: number | null, peakBytes: number, memory: Room): JobCost {
  const usable = Math.max(0, memory.freeBytes - memory.claimedBytes)
  return { ...inWords(seconds, peakBytes, { usable, ...memory }, false), thrift: [] }
}

/** Memory in bytes, and what of it jobs that run at the same time will still take. */
export type Room = Pick<Means, 'freeBytes' | 'claimedBytes'>

function inWords(
  seconds: number | null,
  peakBytes: number,
  { usable, freeBytes, claimedBytes }: Room & { usable: number },
  thrifty: boolean,
): Omit<JobCost, 'thrift'> {
  const fits = peakBytes <= usable
  const time = seconds === null ? 'time not measured yet on this device' : `about ${duration(seconds)}`
  const roomy = thrifty ? 'fits with less memory than it could use' : 'fits this device'
  const verdict = fits ? roomy : 'more than is free now, so it may be slow'
  const beside = claimedBytes > 0 ? ` (${gigabytes(claimedBytes)} GB is kept for what runs beside it)` : ''
  const summary = `${time}, peak ${gigabytes(peakBytes)} GB, ${verdict}${beside}`
  return { seconds, peakBytes, freeBytes, claimedBytes, fits, summary }
}

function moreTime(seconds: number): string {
  return seconds < 0.5 ? 'less than a second' : `about ${duration(seconds)} more`
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}

function gigabytes(bytes: number): string {
  return Math.max(0.1, bytes / 1e9).toFixed(1)
}

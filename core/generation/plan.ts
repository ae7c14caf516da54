import { windowStarts } from './windows.ts'
import type { PackManifest } from './manifest.ts'
import type { Recipe } from './recipe.ts'
import type { JobCost } from './request.ts'

/** What an earlier take of the same pack, device and size took. */
export interface MeasuredRate {
  /** Milliseconds of one step of one window. */
  stepMs: number
  /** Milliseconds to decode and encode one frame. */
  frameMs: number
  /** Milliseconds for everything that is done once: loading, text, closing the file. */
  onceMs: number
}

/**
 * What a job will cost, for the sentence that is shown before it starts. Nothing is ever refused: a job that does not
 * fit is only said to be slow. `seconds` is null where nothing was measured yet.
 */
export function planGeneration(
  recipe: Recipe,
  manifest: PackManifest,
  { freeBytes, rate }: { freeBytes: number; rate: MeasuredRate | null },
): JobCost {
  const windows = windowStarts(recipe.frames, recipe.window).length
  const seconds =
    rate === null ? null : (rate.onceMs + recipe.steps * windows * rate.stepMs + recipe.frames * rate.frameMs) / 1000
  const { weightsBytes, peakBytes: measured } = manifest.memory
  const standard = manifest.size.default.width * manifest.size.default.height
  const larger = (recipe.size.width * recipe.size.height) / standard
  const peakBytes = Math.round(weightsBytes + Math.max(0, measured - weightsBytes) * larger)
  return inWords(seconds, peakBytes, freeBytes)
}

/** Two jobs, one after the other. */
export function bothPlans(first: JobCost, second: JobCost): JobCost {
  const seconds = first.seconds === null || second.seconds === null ? null : first.seconds + second.seconds
  return inWords(seconds, Math.max(first.peakBytes, second.peakBytes), second.freeBytes)
}

/** A plan with its sentence. */
export function inWords(seconds: number | null, peakBytes: number, freeBytes: number): JobCost {
  const fits = peakBytes <= freeBytes
  const time = seconds === null ? 'time not measured yet on this device' : `about ${duration(seconds)}`
  const verdict = fits ? 'fits this device' : 'more than is free now, so it may be slow'
  return { seconds, peakBytes, freeBytes, fits, summary: `${time}, peak ${gigabytes(peakBytes)} GB, ${verdict}` }
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}

function gigabytes(bytes: number): string {
  return Math.max(0.1, bytes / 1e9).toFixed(1)
}

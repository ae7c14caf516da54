import { windowShares, windowStarts } from '../../../core/generation/windows.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import { framesOf } from '../pipelines/clip-start.ts'
import type { LatentMask } from './blend.ts'

/** Predicts a part of a clip that begins at latent frame `from`. */
type Predict = (latents: Float32Array, shape: LatentShape, from: number) => Promise<Float32Array>

export interface WindowedClip {
  latents: Float32Array
  shape: LatentShape
  window: Recipe['window']
  /** Index of the step: windows that alternate lie elsewhere at every other one. */
  step: number
  /** Where the clip is made anew: windows that make nothing are left out. */
  mask: LatentMask | null
}

/** One window of a clip. */
export interface ClipWindow {
  /** Its first latent frame in the clip. */
  start: number
  latents: Float32Array
  shape: LatentShape
}

/** The predictions of some windows, in their order; `own` makes one here. */
export type PredictEach = (
  windows: readonly ClipWindow[],
  own: (window: ClipWindow) => Promise<Float32Array>,
) => Promise<Float32Array[]>

/**
 * Predicts a clip of any length with a model of a fixed one: each window is predicted alone, and where windows overlap
 * the predictions are averaged by their shares (see `windowShares`), always in the order of the windows, whoever made them.
 * One window is passed through untouched.
 */
export async function predictWindowed(
  clip: WindowedClip,
  predict: Predict,
  predictEach: PredictEach = oneByOne,
): Promise<Float32Array> {
  const { latents, shape, window, step, mask } = clip
  const starts = windowStarts(shape.frames, window, step)
  if (window === null || starts.length === 1) return predict(latents, shape, 0)
  const shares = windowShares(shape.frames, starts, window.length)
  const part = { ...shape, frames: window.length }
  const windows = starts.flatMap((start, k) => {
    if (mask !== null && !makesAny(mask, shape, start, window.length)) return []
    const share = shares[k] as Float64Array
    return [{ start, latents: framesOf(latents, shape, start, window.length), shape: part, share }]
  })
  const each = windows.length > 1 ? predictEach : oneByOne
  const predictions = await each(windows, (one) => predict(one.latents, part, one.start))
  const sum = new Float64Array(latents.length)
  for (const [k, { start, share }] of windows.entries()) {
    addWindow(sum, predictions[k] as Float32Array, shape, start, share)
  }
  return Float32Array.from(sum)
}

async function oneByOne(...[windows, own]: Parameters<PredictEach>): Promise<Float32Array[]> {
  const predictions: Float32Array[] = []
  for (const window of windows) predictions.push(await own(window))
  return predictions
}

function makesAny(mask: LatentMask, { height, width }: LatentShape, start: number, length: number): boolean {
  const plane = height * width
  return mask.subarray(start * plane, (start + length) * plane).some((share) => share > 0)
}

function addWindow(
  sum: Float64Array,
  prediction: Float32Array,
  shape: LatentShape,
  start: number,
  shares: Float64Array,
): void {
  const plane = shape.height * shape.width
  for (let channel = 0; channel < shape.channels; channel++) {
    for (const [i, share] of shares.entries()) {
      const target = (channel * shape.frames + start + i) * plane
      const source = (channel * shares.length + i) * plane
      for (let p = 0; p < plane; p++) {
        sum[target + p] = (sum[target + p] as number) + share * (prediction[source + p] as number)
      }
    }
  }
}

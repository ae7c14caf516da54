import { windowShares, windowStarts } from '../../../core/generation/windows.ts'
import type { Recipe } from '../../../core/generation/recipe.ts'
import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import { framesOf } from '../pipelines/clip-start.ts'

type Predict = (latents: Float32Array, shape: LatentShape) => Promise<Float32Array>

/**
 * Predicts a clip of any length with a model of a fixed one: each window is predicted alone, and where windows overlap
 * the predictions are averaged by their shares (see `windowShares`). One window is passed through untouched.
 */
export async function predictWindowed(
  latents: Float32Array,
  shape: LatentShape,
  window: Recipe['window'],
  predict: Predict,
): Promise<Float32Array> {
  const starts = windowStarts(shape.frames, window)
  if (window === null || starts.length === 1) return predict(latents, shape)
  const shares = windowShares(shape.frames, starts, window.length)
  const part = { ...shape, frames: window.length }
  const sum = new Float64Array(latents.length)
  for (const [k, start] of starts.entries()) {
    const prediction = await predict(framesOf(latents, shape, start, window.length), part)
    addWindow(sum, prediction, shape, start, shares[k] as Float64Array)
  }
  return Float32Array.from(sum)
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

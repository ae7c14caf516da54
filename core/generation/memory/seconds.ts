import { predictedFrames } from '../hops.ts'
import { latentShape } from '../latent-shape.ts'
import type { PackManifest } from '../manifest.ts'
import { seenFrames, type Recipe } from '../recipe.ts'
import type { Rung } from './ladder.ts'
import { spannedFrames } from './spans.ts'
import { tiledCells } from './tiles.ts'

/** What an earlier take of the same pack, device and size took. */
export interface MeasuredRate {
  /** Milliseconds of one step for each latent frame that is predicted. */
  stepMs: number
  /** Milliseconds to decode and encode one frame. */
  frameMs: number
  /** Milliseconds for everything that is done once: loading, text, closing the file. */
  onceMs: number
}

/** How much longer each saving makes what it touches, as measured on two cores. */
const SPLIT = 1.1
const SINGLY = 1.1
const LEAN_STEP = 1.4
const LEAN_FRAME = 1.3

/** To open a graph anew: a moment, and its file at this many bytes a millisecond. */
const OPEN_MS = 20
const OPEN_BYTES_PER_MS = 4e5

/**
 * Seconds of a take on a rung, from what was measured on that rung or, scaled by what the savings cost, on another one.
 * Null where nothing was measured yet.
 */
export function estimateSeconds(
  recipe: Recipe,
  manifest: PackManifest,
  rungs: readonly Rung[],
  rung: Rung,
  rates: Readonly<Record<string, MeasuredRate>>,
): number | null {
  const known = rates[rung.name] === undefined ? rungs.find(({ name }) => rates[name] !== undefined) : rung
  const rate = known && rates[known.name]
  if (known === undefined || rate === undefined) return null
  const [wanted, had] = [slowness(recipe, manifest, rung), slowness(recipe, manifest, known)]
  const predicted = predictedFrames(latentShape(manifest, seenFrames(recipe), recipe.size).frames, recipe.window)
  const once = Math.max(0, rate.onceMs + wanted.onceMs - had.onceMs)
  const steps = recipe.steps * predicted * rate.stepMs * (wanted.step / had.step)
  return (once + steps + recipe.frames * rate.frameMs * (wanted.frame / had.frame)) / 1000
}

function slowness(recipe: Recipe, manifest: PackManifest, { thrift, tile, span }: Rung) {
  const shape = latentShape(manifest, seenFrames(recipe), recipe.size)
  const { hold, split, singly, lean } = thrift
  const { components, files } = manifest
  const reopened = hold === 'all' ? [] : hold === 'not-text' ? ['text_encoder'] : Object.keys(components)
  const onceMs = Object.entries(components)
    .filter(([part]) => reopened.includes(part))
    .map(([, part]) => OPEN_MS + (files.find(({ path }) => path === part?.file)?.bytes ?? 0) / OPEN_BYTES_PER_MS)
    .reduce((sum, ms) => sum + ms, 0)
  // Latents that tiles and spans share are decoded more than once.
  const again =
    (tiledCells(shape, tile) / (shape.height * shape.width)) * (spannedFrames(shape.frames, span) / shape.frames)
  return {
    onceMs,
    step: (split ? SPLIT : 1) * (lean ? LEAN_STEP : 1),
    frame: (singly ? SINGLY : 1) * (lean ? LEAN_FRAME : 1) * again,
  }
}

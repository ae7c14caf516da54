import { plainCost, type Room } from './plan.ts'
import { betweenFrames, refinedClip } from './refined-clip.ts'
import type { ClipShape } from './refined-clip.ts'
import type { RefineStep } from './recipe.ts'
import type { JobCost } from './request.ts'

export interface RefinerCost {
  /** Milliseconds for a million pixels of input; null where it was never measured here. */
  msPerMegapixel: number | null
  /** Peak memory that the pack states. */
  peakBytes: number
}

/** What a refinement will cost. Nothing is refused: where it does not fit, that is only said. One cost for each step. */
export function planRefinement(
  clip: ClipShape,
  steps: readonly RefineStep[],
  costs: readonly RefinerCost[],
  memory: Room,
): JobCost {
  let shape = clip
  let seconds: number | null = 0
  let peakBytes = 0
  for (const [index, step] of steps.entries()) {
    const cost = costs[index]
    const next = refinedClip(shape, [step])
    const megapixels = (framesRun(shape, step, next) * shape.size.width * shape.size.height) / 1e6
    const speed = cost?.msPerMegapixel ?? null
    seconds = seconds === null || speed === null ? null : seconds + (megapixels * speed) / 1000
    peakBytes += cost?.peakBytes ?? 0
    shape = next
  }
  return plainCost(seconds, peakBytes, memory)
}

/** Frames for which the network runs: an interpolator leaves those alone that are there already. */
function framesRun(shape: ClipShape, step: RefineStep, next: ClipShape): number {
  if (step.operation === 'upscale') return shape.frames
  let count = 0
  for (let index = 0; index < next.frames; index++) {
    if (betweenFrames(index, shape.frames, shape.rate, step.rate).part > 0) count++
  }
  return count
}

import type { LatentShape } from '../../../core/generation/latent-shape.ts'
import type { TextConditioning } from '../pipelines/pipeline.ts'

/** What a clip shows from latent frame `at` on. The first one begins at 0. */
export interface PromptRun {
  at: number
  text: TextConditioning
}

/** Latent frames over which one prompt turns into the next, centred on the frame where it begins. */
const TURN = 4

/**
 * The prediction of a part of a clip that begins at latent frame `from`. Where it meets several prompts, it is predicted
 * under each of them, and every frame takes them by their shares.
 */
export async function predictPrompts(
  prompts: readonly PromptRun[],
  shape: LatentShape,
  from: number,
  predict: (text: TextConditioning) => Promise<Float32Array>,
): Promise<Float32Array> {
  const shares = prompts.map((_, index) => sharesOf(prompts, index, from, shape.frames))
  const met = prompts.flatMap(({ text }, index) => {
    const share = shares[index] as Float64Array
    return share.some((value) => value > 0) ? [{ text, share }] : []
  })
  const [only] = met
  if (only !== undefined && met.length === 1) return predict(only.text)
  const plane = shape.height * shape.width
  const sum = new Float64Array(shape.channels * shape.frames * plane)
  for (const { text, share } of met) {
    const prediction = await predict(text)
    prediction.forEach((value, i) => {
      sum[i] = (sum[i] as number) + (share[Math.floor(i / plane) % shape.frames] as number) * value
    })
  }
  return Float32Array.from(sum)
}

/** How much prompt `index` says in each of `count` latent frames from `from` on; all prompts together say 1. */
function sharesOf(prompts: readonly PromptRun[], index: number, from: number, count: number): Float64Array {
  const since = (k: number, frame: number): number => {
    const run = prompts[k]
    if (run === undefined) return 0
    return k === 0 ? 1 : Math.min(1, Math.max(0, (frame + 0.5 - run.at) / TURN + 0.5))
  }
  return Float64Array.from({ length: count }, (_, i) => {
    const frame = from + i
    // The later prompt takes from the earlier one what it has come to.
    return since(index, frame) * (1 - since(index + 1, frame))
  })
}

/** The same prompts for a part of the clip that begins at latent frame `from`. */
export function followed(prompts: readonly PromptRun[], from: number): PromptRun[] {
  return prompts.map(({ at, text }) => ({ at: at - from, text }))
}

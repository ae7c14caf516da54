import {
  goldenOf,
  goldenValues,
  requestOf,
  runOnce,
  stepsIn,
  stepWatch,
  type GoldenRun,
  type RunRequest,
} from '../golden/index.ts'
import { TorchGenerator } from '../noise/index.ts'
import { isRefinerFolder, type AnyPackFolder, type PackFolder, type RefinerFolder } from '../packs/pack-folder.ts'
import { openPipeline } from '../pipelines/families.ts'
import { openNetwork } from '../refine/network.ts'
import type { Where } from '../runtime/placement.ts'

/** What one device made of the trial. */
export interface Trial {
  /** Pixels as levels of 255, unrounded where the pack gives numbers. Empty where only the time was wanted. */
  levels: ArrayLike<number>
  /** False where a number was none. */
  finite: boolean
  /** Milliseconds of the fastest step but the first, which warms up; of the only one where there is one. */
  stepMs: number
}

/** The same small piece of work for every device. */
export interface TrialPlan {
  /** What is right, at the flat places 0, `every`, 2 `every`, …; null where the processor has to tell. */
  expected: { levels: ArrayLike<number>; every: number } | null
  /** Steps of a whole run, and of one of which only the time is wanted. */
  steps: number
  timedSteps: number
  /** With `timeOnly` it ends as soon as the time of a step is known, and makes no pixels. `onStep` is called after each. */
  run(where: Where, timeOnly: boolean, onStep: () => void): Promise<Trial>
}

const STEPS = 3
/** A first step, and one that has nothing to warm up. */
const TIMED = 2
/** Ends a run of which only the time was wanted: steps of a large model take minutes. */
const ENOUGH = new Error('the time is known')

/** The cheapest run of the pack's golden file; a clip of three steps, or a tile, where it brings none. */
export async function planTrial(pack: AnyPackFolder): Promise<TrialPlan> {
  if (isRefinerFolder(pack)) return tileTrial(pack)
  const generator = pack as PackFolder
  const golden = await cheapestRun(generator)
  if (golden === null) return clipTrial(generator, ownClip(generator), null)
  const expected = { levels: goldenValues(golden.pixels), every: golden.pixels.every }
  return clipTrial(generator, requestOf(golden), expected)
}

async function cheapestRun(pack: PackFolder): Promise<GoldenRun | null> {
  const golden = await goldenOf(pack)
  const [cheapest] = golden?.runs.toSorted((a, b) => a.steps * a.frames - b.steps * b.frames) ?? []
  return cheapest ?? null
}

/** The smallest clip that shows everything: a picture is given where the pack makes nothing without one. */
function ownClip({ manifest }: PackFolder): RunRequest {
  const { size, frames, latents, tasks } = manifest
  const edge = Math.max(size.min, size.multiple)
  const small = size.min === size.max ? size.default : { width: edge, height: edge }
  const picture = pattern(small.width * small.height).map((level) => Math.round(level * 255))
  return {
    prompt: manifest.examples?.[0] ?? 'a red ball bounces in a field by day',
    negativePrompt: '',
    scheduler: manifest.defaults.scheduler,
    steps: STEPS,
    guidance: manifest.guidance.default,
    seed: 1,
    size: small,
    frames: Math.min(frames.max, Math.max(frames.min, latents.temporalCompression + 1)),
    keyframes: tasks.includes('text-to-video') ? [] : [{ at: 0, strength: 1, rgb: Uint8Array.from(picture) }],
  }
}

function clipTrial(pack: PackFolder, request: RunRequest, expected: TrialPlan['expected']): TrialPlan {
  return {
    expected,
    steps: stepsIn(request),
    timedSteps: Math.min(stepsIn(request), TIMED),
    run: async (where, timeOnly, onStep) => {
      const pipeline = await openPipeline(pack, where)
      const watch = stepWatch()
      const stepMs = (): number => watch.fastestMs() ?? Number.POSITIVE_INFINITY
      try {
        const made = await runOnce(pack, pipeline, request, () => {
          const count = watch.mark()
          onStep()
          if (timeOnly && count === TIMED) throw ENOUGH
        })
        const levels = timeOnly ? [] : await made.frames()
        return { levels, finite: made.latents.every(Number.isFinite), stepMs: stepMs() }
      } catch (error) {
        if (error !== ENOUGH) throw error
        return { levels: [], finite: true, stepMs: stepMs() }
      } finally {
        await pipeline.release()
      }
    },
  }
}

function tileTrial(pack: RefinerFolder): TrialPlan {
  const { size } = pack.manifest.tiling
  const { black, white } = pack.manifest.pixels
  const source = pattern(size * size).map((share) => black + share * (white - black))
  return {
    expected: null,
    steps: STEPS,
    timedSteps: STEPS,
    run: async (where, _timeOnly, onStep) => {
      const network = await openNetwork(pack, where)
      try {
        const watch = stepWatch()
        let values = new Float32Array()
        for (let step = 0; step < STEPS; step++) {
          values = new Float32Array(await network.run([source, source.toReversed()], size, size, 0.5))
          watch.mark()
          onStep()
        }
        const levels = values.map((value) => (255 * (value - black)) / (white - black))
        return { levels, finite: values.every(Number.isFinite), stepMs: watch.fastestMs() ?? Number.POSITIVE_INFINITY }
      } finally {
        await network.release()
      }
    },
  }
}

/** Three planes of 0 to 1: a ramp under noise, so that neither smooth nor rough pictures go untested. */
function pattern(pixels: number): Float32Array {
  return new TorchGenerator(1)
    .randn(3 * pixels)
    .map((noise, place) => Math.min(1, Math.max(0, (place % pixels) / pixels + noise / 8)))
}

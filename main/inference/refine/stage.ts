import type { RefineStep } from '../../../core/generation/recipe.ts'
import { betweenFrames, refinedClip, type ClipShape } from '../../../core/generation/refined-clip.ts'
import { takesTime, type InterpolatorManifest } from '../../../core/generation/refiner-manifest.ts'
import type { Network } from './network.ts'
import { refineFrame, runsIn, tilingFor } from './refine-frame.ts'

/** Frames as rgb24, in order. */
export type Frames = AsyncIterable<Uint8Array>

/** One refinement of a clip, frame by frame. */
export interface Stage {
  readonly step: RefineStep
  readonly input: ClipShape
  readonly output: ClipShape
  /** Time that its network took so far, and for how many million pixels of input frames. */
  readonly spent: { ms: number; megapixels: number }
  /** Runs of the network for the output frames from `from` to the end. */
  runsFrom(from: number): number
  /** The first input frame that output frame `from` needs. */
  inputFrom(from: number): number
  /** Output frames from `from` on; `input` starts at `inputFrom(from)`. `beforeRun` is awaited before each run. */
  apply(input: Frames, from: number, beforeRun: () => Promise<void>): AsyncGenerator<Uint8Array, void, undefined>
}

/** Throws what `refinedClip` throws. */
export function createStage(step: RefineStep, network: Network, input: ClipShape): Stage {
  const output = refinedClip(input, [step])
  return step.operation === 'upscale'
    ? upscaleStage(step, network, input, output)
    : interpolateStage(step, network, input, output)
}

function upscaleStage(step: RefineStep, network: Network, input: ClipShape, output: ClipShape): Stage {
  const tiling = tilingFor(network, input.size, step.tile)
  const spent = { ms: 0, megapixels: 0 }
  return {
    step,
    input,
    output,
    spent,
    runsFrom: (from) => (output.frames - from) * runsIn(tiling),
    inputFrom: (from) => from,
    async *apply(frames, _from, beforeRun) {
      for await (const frame of frames)
        yield await timed(spent, input, refineFrame(network, tiling, [frame], input.size, 0, beforeRun))
    },
  }
}

/** Frames of the source that fall on a frame of the new rate stay as they are, byte for byte. */
function interpolateStage(
  step: Extract<RefineStep, { operation: 'interpolate' }>,
  network: Network,
  input: ClipShape,
  output: ClipShape,
): Stage {
  const tiling = tilingFor(network, input.size, step.tile)
  const spent = { ms: 0, megapixels: 0 }
  const anyTime = takesTime(network.manifest as InterpolatorManifest)
  const between = (index: number) => betweenFrames(index, input.frames, input.rate, step.rate)
  const runsFrom = (from: number): number => {
    let runs = 0
    for (let index = from; index < output.frames; index++) if (between(index).part > 0) runs += runsIn(tiling)
    return runs
  }
  return {
    step,
    input,
    output,
    spent,
    runsFrom,
    inputFrom: (from) => between(from).frame,
    async *apply(frames, from, beforeRun) {
      const run = (pair: readonly Uint8Array[], time: number): Promise<Uint8Array> =>
        timed(spent, input, refineFrame(network, tiling, pair, input.size, time, beforeRun))
      const source = frames[Symbol.asyncIterator]()
      const next = async (): Promise<Uint8Array | null> => {
        const { value, done } = await source.next()
        return done === true ? null : value
      }
      try {
        let at = between(from).frame
        let first = await next()
        let second = await next()
        let pair = pairMaker(run, anyTime)
        for (let index = from; index < output.frames && first !== null; index++) {
          const { frame, part, of } = between(index)
          for (; at < frame && second !== null; at++) {
            first = second
            second = await next()
            pair = pairMaker(run, anyTime)
          }
          yield part === 0 || second === null ? first : await pair(first, second, part, of)
        }
      } finally {
        await source.return?.()
      }
    },
  }
}

/** Waits for one refined frame and keeps the time it took. */
async function timed(spent: Stage['spent'], { size }: ClipShape, frame: Promise<Uint8Array>): Promise<Uint8Array> {
  const began = performance.now()
  const made = await frame
  spent.ms += performance.now() - began
  spent.megapixels += (size.width * size.height) / 1e6
  return made
}

type Run = (pair: readonly Uint8Array[], time: number) => Promise<Uint8Array>

/**
 * Makes the frames between two. A network that knows only the middle is asked for the middle of the halves, as often as
 * it takes; what was made for one frame is kept for the others of the same pair.
 */
function pairMaker(run: Run, anyTime: boolean) {
  const made = new Map<string, Promise<Uint8Array>>()
  const at = (first: Uint8Array, second: Uint8Array, part: number, of: number): Promise<Uint8Array> => {
    if (anyTime) return run([first, second], part / of)
    if (part % 2 === 0) return at(first, second, part / 2, of / 2)
    const key = `${part}/${of}`
    const known = made.get(key) ?? halve(first, second, part, of)
    made.set(key, known)
    return known
  }
  const halve = async (first: Uint8Array, second: Uint8Array, part: number, of: number): Promise<Uint8Array> => {
    if (of === 2) return run([first, second], 0.5)
    const [before, after] = [part - 1, part + 1]
    return run(
      [
        before === 0 ? first : await at(first, second, before, of),
        after === of ? second : await at(first, second, after, of),
      ],
      0.5,
    )
  }
  return at
}

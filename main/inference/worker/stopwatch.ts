import { hopsOf, predictedFrames } from '../../../core/generation/hops.ts'
import { latentRange } from '../../../core/generation/latent-time.ts'
import { seenFrames, type Recipe } from '../../../core/generation/recipe.ts'
import type { TakeProgress, Timings } from './protocol.ts'

/** Share of the bar for reading the text, and for the frames at the end; steps have the rest. */
const TEXT_SHARE = 0.02
const FRAMES_SHARE = 0.13

/** Milliseconds a frame is taken to cost before the first one was decoded, as a share of a step. */
const FRAME_GUESS = 0.1

/** Measures a running job and turns it into progress and time left. */
export class Stopwatch {
  readonly #began = performance.now()
  readonly #recipe: Recipe
  #stepsBegan = 0
  #stepsDone = 0
  #framesBegan = 0
  #ended = 0

  readonly #passes: number
  readonly #total: number
  readonly #predicted: number

  constructor(recipe: Recipe, temporalCompression: number) {
    this.#recipe = recipe
    const { to } = latentRange({ from: 0, to: seenFrames(recipe) }, temporalCompression)
    this.#passes = hopsOf(to, recipe.window).length
    this.#total = recipe.steps * this.#passes
    this.#predicted = predictedFrames(to, recipe.window)
  }

  elapsedMs(): number {
    return performance.now() - this.#began
  }

  /** `step` is where a checkpoint goes on from; the bar never runs back. */
  atText(step: number): TakeProgress {
    return this.#progress('reading the prompt', step === 0 ? 0 : this.#share(step), step, null)
  }

  stepsBegin(): void {
    this.#stepsBegan = performance.now()
  }

  atStep(step: number): TakeProgress {
    this.#stepsDone++
    const { steps, frames } = this.#recipe
    const stepMs = (performance.now() - this.#stepsBegan) / this.#stepsDone
    const left = (this.#total - step) * stepMs + frames * FRAME_GUESS * stepMs
    const [pass, within] = [Math.floor((step - 1) / steps), ((step - 1) % steps) + 1]
    const place = this.#passes === 1 ? '' : `part ${pass + 1} of ${this.#passes}, `
    return this.#progress(`${place}step ${within} of ${steps}`, this.#share(step), step, left)
  }

  framesBegin(): void {
    this.#framesBegan = performance.now()
  }

  atFrame(done: number): TakeProgress {
    this.#ended = performance.now()
    const { frames } = this.#recipe
    const left = ((this.#ended - this.#framesBegan) / done) * (frames - done)
    return this.#progress(`frame ${done} of ${frames}`, 1 - FRAMES_SHARE * (1 - done / frames), this.#total, left)
  }

  /** What one worker alone would have needed, where it made `ownShare` of the predictions. Null where no step ran. */
  timings(ownShare: number): Timings | null {
    if (this.#stepsDone === 0 || ownShare === 0) return null
    const closing = performance.now() - this.#ended
    return {
      stepMs: ((this.#framesBegan - this.#stepsBegan) * this.#passes) / this.#stepsDone / this.#predicted / ownShare,
      frameMs: (this.#ended - this.#framesBegan) / this.#recipe.frames,
      onceMs: this.#stepsBegan - this.#began + closing,
    }
  }

  #share(step: number): number {
    return TEXT_SHARE + (step / this.#total) * (1 - TEXT_SHARE - FRAMES_SHARE)
  }

  #progress(stage: string, progress: number, step: number, etaMs: number | null): TakeProgress {
    return { stage, progress, step, steps: this.#total, etaMs: etaMs === null ? null : Math.round(etaMs) }
  }
}

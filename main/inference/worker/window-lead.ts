import type { PredictWindows } from '../sampler/denoise.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

type Answer = Extract<ToWorker, { type: 'claimed' | 'brought' }>

/**
 * The side of the worker that makes a take: it lays the windows of a step before main, and predicts one after the other
 * of those that nobody else has taken. Main gives them out, because a worker hears nothing while its model runs.
 */
export class WindowLead {
  readonly #id: number
  readonly #send: (message: FromWorker) => void
  readonly #made = new Map<number, Float32Array>()
  #claimed: ((start: number | null) => void) | null = null
  #own = 0
  #all = 0

  constructor(id: number, send: (message: FromWorker) => void) {
    this.#id = id
    this.#send = send
  }

  /** How much of the windows so far this worker predicted itself, 0 to 1. */
  get ownShare(): number {
    return this.#all === 0 ? 1 : this.#own / this.#all
  }

  receive(answer: Answer): void {
    if (answer.type === 'brought') this.#made.set(answer.start, answer.prediction)
    else this.#claimed?.(answer.start)
  }

  readonly predict: PredictWindows = async (windows, own) => {
    this.#made.clear()
    this.#send({ type: 'share', id: this.#id, windows: windows.map((one) => ({ ...one, prompts: [...one.prompts] })) })
    let made: number | null = null
    for (;;) {
      const start: number | null = await this.#claim(made)
      const window = windows.find((one) => one.start === start)
      if (window === undefined) break
      this.#made.set(window.start, await own(window))
      this.#own++
      made = window.start
    }
    this.#all += windows.length
    return windows.map(({ start }) => this.#made.get(start) as Float32Array)
  }

  #claim(made: number | null): Promise<number | null> {
    const { promise, resolve } = Promise.withResolvers<number | null>()
    this.#claimed = resolve
    this.#send({ type: 'claim', id: this.#id, made })
    return promise
  }
}

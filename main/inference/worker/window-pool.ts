import { errorCode } from '../../../core/errors.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import type { SharedWindow } from './shared-window.ts'

/** A worker that may help, while it has nothing of its own to do. */
export interface Helper {
  readonly idle: boolean
  /** Rejects where it has work of its own by now (`JOB_STATE`), or where it cannot. */
  assist(window: SharedWindow, signal: AbortSignal): Promise<Float32Array>
}

type Question = Extract<FromWorker, { type: 'share' | 'claim' }>
/** What the worker that makes the take is told; its job's number is put on by whoever sends it. */
type Answer<T = Extract<ToWorker, { type: 'claimed' | 'brought' }>> = T extends unknown ? Omit<T, 'id'> : never
type Tell = (answer: Answer) => void

/** One step: windows that nobody has, and those that a helper has and since when. */
interface Step {
  free: SharedWindow[]
  out: Map<number, SharedWindow>
}

/**
 * Gives out the windows of a step to the worker that makes the take and to helpers. A window whose helper is lost,
 * refuses or has other work goes back. Where only windows of helpers are left, the take's own worker waits for as long as
 * one takes itself, and then predicts them too: what comes first counts, and both would be the same.
 */
export class WindowPool {
  readonly #helpers: Set<Helper>
  readonly #ended = new AbortController()
  #step: Step = { free: [], out: new Map() }
  #tell: Tell = () => undefined
  #waiting = false
  #givenAt = 0
  #ownMs = 0
  #timer: NodeJS.Timeout | undefined

  constructor(helpers: readonly Helper[]) {
    this.#helpers = new Set(helpers)
  }

  readonly receive = (question: Question, tell: Tell): void => {
    this.#tell = tell
    if (question.type === 'share') {
      this.#step = { free: [...question.windows], out: new Map() }
      for (const helper of this.#helpers) void this.#employ(helper, this.#step)
      return
    }
    if (question.made !== null) {
      this.#ownMs = performance.now() - this.#givenAt
      this.#step.out.delete(question.made)
      this.#step.free = this.#step.free.filter(({ start }) => start !== question.made)
    }
    this.#waiting = true
    this.#answer()
  }

  /** The take has ended, or its worker: nobody works for it any more. */
  close(): void {
    clearTimeout(this.#timer)
    this.#helpers.clear()
    this.#ended.abort()
    this.#step = { free: [], out: new Map() }
    this.#waiting = false
  }

  /** The last windows go to helpers and the first to the take's own worker. */
  async #employ(helper: Helper, step: Step): Promise<void> {
    while (this.#step === step && helper.idle && this.#helpers.has(helper)) {
      const window = step.free.pop()
      if (window === undefined) return
      step.out.set(window.start, window)
      try {
        const prediction = await helper.assist(window, this.#ended.signal)
        if (this.#step !== step) return
        if (step.out.delete(window.start)) this.#tell({ type: 'brought', start: window.start, prediction })
      } catch (error) {
        // One that has work of its own may be free again at the next step; for any other reason it is not asked again.
        if (errorCode(error) !== 'JOB_STATE') this.#helpers.delete(helper)
        if (step.out.delete(window.start)) step.free.push(window)
      }
      if (this.#step === step) this.#answer()
    }
  }

  #answer(): void {
    if (!this.#waiting) return
    const window = this.#step.free.shift()
    if (window !== undefined) return this.#give(window)
    if (this.#step.out.size === 0) return this.#say(null)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#takeOver(), this.#ownMs)
  }

  /** What a helper has had for longest. Until the worker is done with it, the helper's may still come. */
  #takeOver(): void {
    const [late] = this.#step.out.values()
    if (this.#waiting && late !== undefined) this.#give(late)
  }

  #give({ start }: SharedWindow): void {
    this.#givenAt = performance.now()
    this.#say(start)
  }

  #say(start: number | null): void {
    clearTimeout(this.#timer)
    this.#waiting = false
    this.#tell({ type: 'claimed', start })
  }
}

import { refuse } from './refuse.ts'
import type { SchedulerState } from './types.ts'

/** What a multistep solver keeps: its last outputs, newest first, and how many steps it has behind it. */
export class SolverMemory {
  readonly #limit: number
  #outputs: readonly Float32Array[] = []
  #taken = 0

  /** `limit`: outputs that the solver's order looks back on. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Steps taken since the start, counted up to the solver's order. */
  get taken(): number {
    return this.#taken
  }

  remember(output: Float32Array): void {
    this.#outputs = [output, ...this.#outputs].slice(0, this.#limit)
  }

  countStep(): void {
    this.#taken = Math.min(this.#taken + 1, this.#limit)
  }

  /** The output of `age` steps ago. */
  output(age: number): Float32Array {
    return (
      this.#outputs[age] ?? refuse('The solver has no earlier steps to continue from; start again from the first step.')
    )
  }

  /** The newest `count` outputs are all that is looked back on. They are not copied: nobody writes to one. */
  save(count = this.#limit): SchedulerState {
    const outputs = this.#outputs.slice(0, count)
    return {
      numbers: { taken: this.#taken },
      arrays: Object.fromEntries(outputs.map((output, age) => [`output${age}`, output])),
    }
  }

  restore(state: SchedulerState, count = this.#limit): void {
    const taken = state.numbers['taken']
    const outputs = Array.from({ length: this.#limit }, (_, age) => state.arrays[`output${age}`]).filter(
      (output) => output !== undefined,
    )
    if (
      taken === undefined ||
      !Number.isInteger(taken) ||
      taken < 0 ||
      taken > this.#limit ||
      outputs.length < Math.min(taken, count)
    ) {
      return refuse('The saved scheduler state does not belong to this scheduler; start again from the first step.')
    }
    this.#taken = taken
    this.#outputs = outputs
  }
}

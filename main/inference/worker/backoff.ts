const FIRST_MS = 250
const LONGEST_MS = 30_000

/** Waiting times before a worker that keeps dying is started again: nothing at first, then twice as long each time. */
export class Backoff {
  #failures = 0

  /** Milliseconds to wait now. */
  delayMs(): number {
    return this.#failures < 2 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.#failures - 2))
  }

  failed(): void {
    this.#failures++
  }

  succeeded(): void {
    this.#failures = 0
  }
}

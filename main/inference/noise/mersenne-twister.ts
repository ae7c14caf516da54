const SIZE = 624
const SHIFT = 397
const MATRIX = 0x9908b0df
const UPPER = 0x80000000
const LOWER = 0x7fffffff

/** MT19937 (Matsumoto and Nishimura, 1998): the 32-bit generator behind PyTorch's CPU random numbers. */
export class MersenneTwister {
  readonly #words = new Uint32Array(SIZE)
  #position = SIZE

  /** `seed` is used modulo 2^32. */
  constructor(seed: number) {
    this.#words[0] = seed >>> 0
    for (let i = 1; i < SIZE; i++) {
      const previous = this.#word(i - 1)
      this.#words[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i
    }
  }

  /** The next 32 random bits, as an unsigned integer. */
  next(): number {
    if (this.#position >= SIZE) this.#refill()
    let y = this.#word(this.#position++)
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    y ^= y >>> 18
    return y >>> 0
  }

  snapshot(): { words: number[]; position: number } {
    return { words: [...this.#words], position: this.#position }
  }

  /** Returns false, and changes nothing, where the snapshot cannot be one of this generator. */
  restore(words: readonly number[], position: number): boolean {
    const valid =
      words.length === SIZE &&
      words.every((word) => Number.isInteger(word) && word >= 0 && word <= 0xffffffff) &&
      Number.isInteger(position) &&
      position >= 0 &&
      position <= SIZE
    if (!valid) return false
    this.#words.set(words)
    this.#position = position
    return true
  }

  #word(index: number): number {
    return this.#words[index] as number
  }

  #refill(): void {
    for (let i = 0; i < SIZE; i++) {
      const mixed = (this.#word(i) & UPPER) | (this.#word((i + 1) % SIZE) & LOWER)
      const twist = (mixed & 1) === 0 ? 0 : MATRIX
      this.#words[i] = this.#word((i + SHIFT) % SIZE) ^ (mixed >>> 1) ^ twist
    }
    this.#position = 0
  }
}

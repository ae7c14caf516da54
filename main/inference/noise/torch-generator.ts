import { CortadoError } from '../../../core/errors.ts'
import { MersenneTwister } from './mersenne-twister.ts'
import { cosSinSingle, logSingle } from './single-precision.ts'

/** Everything that the next draw depends on; plain JSON, so that a checkpoint can keep it. */
export interface TorchGeneratorState {
  readonly words: readonly number[]
  readonly position: number
  /** The second value of the last scalar pair, when it has not been handed out yet. */
  readonly spare: number | null
}

const BLOCK = 16
const HALF = BLOCK / 2
const f32 = Math.fround
const TWO_PI = f32(2 * Math.PI)

/**
 * Normal noise with the numbers of `torch.Generator("cpu").manual_seed(seed)`: draws follow one another,
 * and the n-th draw of a run depends on the sizes of the draws before it, exactly as in PyTorch.
 */
export class TorchGenerator {
  readonly #twister: MersenneTwister
  #spare: number | null = null
  /** The state since the last draw, so that who has it already knows it again. */
  #state: TorchGeneratorState | null = null

  /** `seed` is any safe integer; like PyTorch's generator, it uses the low 32 bits. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) {
      throw new CortadoError(
        'INVALID_INPUT',
        `The seed ${seed} is not a whole number; give one between 0 and 4294967295.`,
      )
    }
    this.#twister = new MersenneTwister(Number(BigInt.asUintN(32, BigInt(seed))))
  }

  /** `count` samples of N(0, 1) in float32. */
  randn(count: number): Float32Array {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new CortadoError('INVALID_INPUT', `Noise needs a whole number of samples, not ${count}.`)
    }
    this.#state = null
    const out = new Float32Array(count)
    if (count < BLOCK) {
      for (let i = 0; i < count; i++) out[i] = this.#scalar()
      return out
    }
    for (let i = 0; i < count; i++) out[i] = this.#uniform24()
    for (let start = 0; start + BLOCK <= count; start += BLOCK) toNormal(out, start)
    if (count % BLOCK !== 0) {
      // The last 16 are drawn again, over values that are already normal: so PyTorch closes an odd length.
      const start = count - BLOCK
      for (let i = start; i < count; i++) out[i] = this.#uniform24()
      toNormal(out, start)
    }
    return out
  }

  state(): TorchGeneratorState {
    return (this.#state ??= { ...this.#twister.snapshot(), spare: this.#spare })
  }

  /** Continues from a saved state, bit for bit. Throws `INVALID_INPUT` where the state is not one of this generator. */
  restore(state: TorchGeneratorState): void {
    if (!this.#twister.restore(state.words, state.position)) {
      throw new CortadoError(
        'INVALID_INPUT',
        'The saved noise state is damaged; start the job again from its first step.',
      )
    }
    this.#spare = state.spare
    this.#state = null
  }

  #uniform24(): number {
    return (this.#twister.next() & 0xffffff) / 0x1000000
  }

  #uniform53(): number {
    const high = this.#twister.next() & 0x1fffff
    const low = this.#twister.next()
    return (high * 0x100000000 + low) / 0x20000000000000
  }

  /** Fewer than 16 values are drawn one by one in double precision, in pairs of which the second is kept. */
  #scalar(): number {
    if (this.#spare !== null) {
      const value = this.#spare
      this.#spare = null
      return value
    }
    const angle = 2 * Math.PI * this.#uniform53()
    const radius = Math.sqrt(-2 * Math.log1p(-this.#uniform53()))
    this.#spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}

/** Box-Muller over one block: the first eight uniforms give the radii, the last eight the angles. */
function toNormal(values: Float32Array, start: number): void {
  for (let j = start; j < start + HALF; j++) {
    const u = f32(1 - (values[j] as number))
    const radius = f32(Math.sqrt(f32(-2 * logSingle(u))))
    const [cos, sin] = cosSinSingle(f32(TWO_PI * (values[j + HALF] as number)))
    values[j] = radius * cos
    values[j + HALF] = radius * sin
  }
}

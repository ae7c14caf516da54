/**
 * Logarithm, sine and cosine as single-precision hardware code evaluates them: the classic Cephes minimax
 * polynomials (S. L. Moshier), rounded to float32 after every operation, where a multiplication that feeds an
 * addition is one fused operation. PyTorch's vectorised normal noise is built on these, so the last bit of a
 * sample depends on them; `Math.log` and friends are more exact and differ there.
 *
 * A fused step is written `f32(a * b + c)`: the product of two float32 is exact in a double.
 */
const f32 = Math.fround
const bits = new Uint32Array(1)
const value = new Float32Array(bits.buffer)

const SQRT_HALF = f32(Math.SQRT1_2)
const LN2_HIGH = f32(0.693359375)
const LN2_LOW = f32(-2.1219444e-4)
const LOG_TERMS = [
  -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1,
  -2.4999993993e-1, 3.3333331174e-1,
].map(f32)
const LOG_FIRST = f32(7.0376836292e-2)

const FOUR_OVER_PI = f32(4 / Math.PI)
/** Pi / 4 in three parts, so that whole octants can be taken off an angle without losing its low bits. */
const QUARTER_PI = [0.78515625, 2.4187564849853516e-4, 3.774894977445941e-8].map(f32) as [number, number, number]
const COS_TERMS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(f32) as [
  number,
  number,
  number,
]
const SIN_TERMS = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(f32) as [number, number, number]

/** Natural logarithm of a positive, normal float32. */
export function logSingle(x: number): number {
  value[0] = x
  const raw = bits[0] as number
  let exponent = (raw >>> 23) - 126
  bits[0] = (raw & 0x007fffff) | 0x3f000000
  let m = value[0] as number
  if (m < SQRT_HALF) {
    exponent -= 1
    m = f32(f32(m - 1) + m)
  } else {
    m = f32(m - 1)
  }
  const square = f32(m * m)
  let y = LOG_FIRST
  for (const term of LOG_TERMS) y = f32(y * m + term)
  y = f32(f32(y * m) * square + f32(exponent * LN2_LOW))
  y = f32(y - f32(square * 0.5))
  return f32(f32(m + y) + exponent * LN2_HIGH)
}

/** Cosine and sine of an angle from 0 up to a few turns. */
export function cosSinSingle(angle: number): [cos: number, sin: number] {
  const octant = (Math.trunc(f32(angle * FOUR_OVER_PI)) + 1) & ~1
  let x = f32(angle - octant * QUARTER_PI[0])
  x = f32(x - octant * QUARTER_PI[1])
  x = f32(x - octant * QUARTER_PI[2])
  const z = f32(x * x)
  let even = horner(COS_TERMS, z)
  even = f32(f32(even * z) * z - z * 0.5)
  even = f32(even + 1)
  let odd = horner(SIN_TERMS, z)
  odd = f32(f32(odd * z) * x + x)
  const swapped = (octant & 2) !== 0
  const sin = swapped ? even : odd
  const cos = swapped ? odd : even
  return [((octant + 2) & 4) === 0 ? cos : -cos, (octant & 4) === 0 ? sin : -sin]
}

function horner(terms: readonly [number, number, number], z: number): number {
  return f32(f32(terms[0] * z + terms[1]) * z + terms[2])
}

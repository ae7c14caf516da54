import { f32 } from './float32.ts'

export type Term = readonly [weight: number, values: Float32Array]

/** Sum of weighted tensors, from left to right, each product and each sum rounded to float32. */
export function weightedSum(first: Term, ...rest: readonly Term[]): Float32Array {
  const [second, third, ...others] = rest
  const out =
    second === undefined ? scaled(first) : third === undefined ? sumOf(first, second) : sumOfThree(first, second, third)
  for (const [scale, addend] of others) {
    checkLength(addend, out.length)
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + f32(scale * (addend[i] as number))
  }
  return out
}

function scaled([weight, values]: Term): Float32Array {
  const out = new Float32Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = weight * (values[i] as number)
  return out
}

/** Solvers add two or three: one loop over all of them takes half the time of one for each. */
function sumOf([p, a]: Term, [q, b]: Term): Float32Array {
  const out = new Float32Array(a.length)
  checkLength(b, out.length)
  for (let i = 0; i < out.length; i++) out[i] = f32(p * (a[i] as number)) + f32(q * (b[i] as number))
  return out
}

function sumOfThree([p, a]: Term, [q, b]: Term, [r, c]: Term): Float32Array {
  const out = new Float32Array(a.length)
  checkLength(b, out.length)
  checkLength(c, out.length)
  for (let i = 0; i < out.length; i++) {
    out[i] = f32(f32(p * (a[i] as number)) + f32(q * (b[i] as number))) + f32(r * (c[i] as number))
  }
  return out
}

/** `scale * (a - b)`. */
export function scaledDifference(scale: number, a: Float32Array, b: Float32Array): Float32Array {
  checkLength(b, a.length)
  const out = new Float32Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = scale * f32((a[i] as number) - (b[i] as number))
  return out
}

/** `keep * sample + near * a + far * (scale * (a - b))`: a step that looks back once, in one loop. */
export function lookedBack([keep, sample]: Term, [near, a]: Term, [far, b]: Term, scale: number): Float32Array {
  const out = new Float32Array(sample.length)
  checkLength(a, out.length)
  checkLength(b, out.length)
  for (let i = 0; i < out.length; i++) {
    const value = a[i] as number
    const change = f32(scale * f32(value - (b[i] as number)))
    out[i] = f32(f32(keep * (sample[i] as number)) + f32(near * value)) + f32(far * change)
  }
  return out
}

/** `(a - b) / divisor`. */
export function differenceOver(a: Float32Array, b: Float32Array, divisor: number): Float32Array {
  checkLength(b, a.length)
  const out = new Float32Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = f32((a[i] as number) - (b[i] as number)) / divisor
  return out
}

/** `(a - weight * b) / divisor`. */
export function remainderOver(a: Float32Array, weight: number, b: Float32Array, divisor: number): Float32Array {
  checkLength(b, a.length)
  const out = new Float32Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = f32((a[i] as number) - f32(weight * (b[i] as number))) / divisor
  return out
}

/** Once for all values: a check at each of them takes longer than the sum. */
function checkLength({ length }: Float32Array, wanted: number): void {
  if (length < wanted) throw new RangeError(`${length} values where ${wanted} are needed`)
}

export function clamp(values: Float32Array, limit: number): Float32Array {
  return values.map((value) => Math.min(Math.max(value, -limit), limit))
}

import { at, f32 } from './float32.ts'

export type Term = readonly [weight: number, values: Float32Array]

/** Sum of weighted tensors, from left to right, each product and each sum rounded to float32. */
export function weightedSum(first: Term, ...rest: readonly Term[]): Float32Array {
  const [weight, values] = first
  const out = new Float32Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = weight * at(values, i)
  for (const [scale, addend] of rest) {
    for (let i = 0; i < out.length; i++) out[i] = at(out, i) + f32(scale * at(addend, i))
  }
  return out
}

/** `scale * (a - b)`. */
export function scaledDifference(scale: number, a: Float32Array, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = scale * f32(at(a, i) - at(b, i))
  return out
}

/** `(a - b) / divisor`. */
export function differenceOver(a: Float32Array, b: Float32Array, divisor: number): Float32Array {
  const out = new Float32Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = f32(at(a, i) - at(b, i)) / divisor
  return out
}

/** `(a - weight * b) / divisor`. */
export function remainderOver(a: Float32Array, weight: number, b: Float32Array, divisor: number): Float32Array {
  const out = new Float32Array(a.length)
  for (let i = 0; i < out.length; i++) out[i] = f32(at(a, i) - f32(weight * at(b, i))) / divisor
  return out
}

export function clamp(values: Float32Array, limit: number): Float32Array {
  return values.map((value) => Math.min(Math.max(value, -limit), limit))
}

import type { Tensor } from 'onnxruntime-node'
import { ort } from './onnx.ts'

/**
 * The runtime decides at its first tensor in which array float16 numbers lie, for good. Where JavaScript has a
 * `Float16Array` it takes that, and its own native half then reads nothing out of it; so it must not see one. All of our
 * tensors are made behind this module, which makes the first.
 */
function settleHalfType(): void {
  const host = globalThis as { Float16Array?: unknown }
  const own = Object.getOwnPropertyDescriptor(host, 'Float16Array')
  if (own !== undefined) delete host.Float16Array
  try {
    void new ort.Tensor('float16', new Uint16Array(1), [1])
  } finally {
    if (own !== undefined) Object.defineProperty(host, 'Float16Array', own)
  }
}
settleHalfType()

/** float32 numbers as a float16 tensor, rounded to the nearest, to even where two are as near (IEEE 754 binary16). */
export function halfTensor(values: Float32Array, dims: readonly number[]): Tensor {
  return new ort.Tensor('float16', toHalf(values), dims)
}

/** The numbers of a float16 tensor, in either of the arrays that a runtime may give. */
export function fromHalf(data: { readonly buffer: ArrayBufferLike; byteOffset: number; length: number }): Float32Array {
  const bits = new Uint16Array(data.buffer, data.byteOffset, data.length)
  const table = (decoded ??= decodeAll())
  return Float32Array.from(bits, (one) => table[one] as number)
}

/** Bits of float16 numbers. What is too large becomes infinite. */
export function toHalf(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const out = new Uint16Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = halfBits(bits[i] as number)
  return out
}

const SIGN = 0x8000
const INFINITE = 0x7c00
const QUIET = 0x0200

function halfBits(single: number): number {
  const sign = (single >>> 16) & SIGN
  const size = single & 0x7fff_ffff
  if (size >= 0x7f80_0000) return sign | INFINITE | (size > 0x7f80_0000 ? QUIET : 0)
  // 65520 and above round to infinity.
  if (size >= 0x477f_f000) return sign | INFINITE
  const exponent = size >>> 23
  if (exponent < 102) return sign
  // Below 2^-14 the exponent no longer falls, so the fraction loses digits instead.
  const lost = exponent < 113 ? 126 - exponent : 13
  const fraction = exponent < 113 ? (size & 0x7f_ffff) | 0x80_0000 : size - (112 << 23)
  const kept = fraction >>> lost
  const rest = fraction & ((1 << lost) - 1)
  const middle = 1 << (lost - 1)
  return sign | (kept + Number(rest > middle || (rest === middle && (kept & 1) === 1)))
}

let decoded: Float32Array | null = null

function decodeAll(): Float32Array {
  return Float32Array.from({ length: 1 << 16 }, (_, bits) => {
    const sign = bits & SIGN ? -1 : 1
    const exponent = (bits >>> 10) & 0x1f
    const fraction = bits & 0x3ff
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
  })
}

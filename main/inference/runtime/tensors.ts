import type { Tensor } from 'onnxruntime-node'
import { fromHalf, halfTensor } from './half.ts'
import { ort } from './onnx.ts'

/** The element types in which numbers may enter a graph. */
export type NumberType = 'float32' | 'int32' | 'int64'

export function float32(data: Float32Array, dims: readonly number[]): Tensor {
  return new ort.Tensor('float32', data, dims)
}

export function int64(data: BigInt64Array, dims: readonly number[]): Tensor {
  return new ort.Tensor('int64', data, dims)
}

/** Numbers in the type that the graph wants. An integer type drops the fraction. */
export function numbers(type: NumberType, values: ArrayLike<number>, dims: readonly number[]): Tensor {
  if (type === 'int64') return int64(BigInt64Array.from(Array.from(values, (value) => BigInt(Math.trunc(value)))), dims)
  if (type === 'int32') return new ort.Tensor('int32', Int32Array.from(values), dims)
  return float32(Float32Array.from(values), dims)
}

/** A tensor in the type that a graph declares: numbers that come as float32 go into a float16 graph rounded. */
export function asDeclared(tensor: Tensor, type: string): Tensor {
  return type === 'float16' && tensor.type === 'float32' ? halfTensor(tensor.data as Float32Array, tensor.dims) : tensor
}

/** What a graph gave, as float32; undefined where it is neither that nor float16. */
export function asFloat32(tensor: Tensor | undefined): Tensor | undefined {
  if (tensor?.type === 'float16') return float32(fromHalf(tensor.data as Uint16Array), tensor.dims)
  return tensor?.data instanceof Float32Array ? tensor : undefined
}

/** `parts` one after the other: the batch of a graph. They are put into `into` where that has their length. */
export function stacked(parts: readonly Float32Array[], into?: Float32Array): Float32Array {
  const [first] = parts
  if (parts.length === 1 && first !== undefined) return first
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const out = into?.length === length ? into : new Float32Array(length)
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

/** The numbers of float32 tensors. */
export function valuesOf(tensors: Record<string, Tensor>): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data as Float32Array]))
}

/**
 * Gives the memory of what a graph made back at once, where V8 would wait until there are some 64 MB of such. `values` is
 * empty after it.
 */
export function letGo({ buffer }: Float32Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}

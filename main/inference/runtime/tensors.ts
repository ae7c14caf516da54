import { Tensor } from 'onnxruntime-node'

/** The element types in which a whole number may enter a graph. */
export type NumberType = 'float32' | 'int32' | 'int64'

export function float32(data: Float32Array, dims: readonly number[]): Tensor {
  return new Tensor('float32', data, dims)
}

export function int64(data: BigInt64Array, dims: readonly number[]): Tensor {
  return new Tensor('int64', data, dims)
}

/** One number repeated, in the type that the graph wants. An integer type drops the fraction. */
export function repeated(type: NumberType, value: number, count: number): Tensor {
  if (type === 'int64') return int64(new BigInt64Array(count).fill(BigInt(Math.trunc(value))), [count])
  if (type === 'int32') return new Tensor('int32', new Int32Array(count).fill(value), [count])
  return float32(new Float32Array(count).fill(value), [count])
}

export function product(dims: readonly number[]): number {
  return dims.reduce((total, size) => total * size, 1)
}

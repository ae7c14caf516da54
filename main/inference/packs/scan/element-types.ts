/** Bits of one element by the number of its type in `TensorProto.DataType` (onnx.proto3); texts have no fixed size. */
const BITS: Readonly<Record<number, number>> = {
  1: 32,
  2: 8,
  3: 8,
  4: 16,
  5: 16,
  6: 32,
  7: 64,
  9: 8,
  10: 16,
  11: 64,
  12: 32,
  13: 64,
  14: 64,
  15: 128,
  16: 16,
  17: 8,
  18: 8,
  19: 8,
  20: 8,
  21: 4,
  22: 4,
  23: 4,
}

export const FLOAT32 = 1
export const TEXT = 8
export const FLOAT16 = 10
export const FLOAT64 = 11
export const BFLOAT16 = 16

const NAMES: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  16: 'bfloat16',
}

/** Bytes of that many elements; null for texts and for types that nobody knows. */
export function bytesOf(type: number, count: number): number | null {
  const bits = BITS[type]
  return bits === undefined ? null : Math.ceil((count * bits) / 8)
}

/** As ONNX Runtime names it. */
export function typeName(type: number): string {
  return NAMES[type] ?? `type ${type}`
}

/** A field of a protobuf message, as bytes. */
export type Field = Uint8Array

/** A varint field. */
export function number(field: number, value: number): Field {
  return Buffer.from([...varint(field * 8), ...varint(value)])
}

/** A field of text, bytes, or other fields. */
export function bytes(field: number, ...parts: (string | Uint8Array)[]): Field {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(body.length)]), body])
}

/** `ModelProto` of onnx.proto3 around the fields of its graph. */
export function model(...graph: Field[]): Buffer {
  return Buffer.concat([number(1, 8), bytes(8, number(2, 17)), bytes(7, ...graph)])
}

/** `NodeProto` in a graph. */
export function node(type: string, domain = '', ...attributes: Field[]): Field {
  return bytes(1, bytes(1, 'x'), bytes(2, 'y'), bytes(4, type), bytes(7, domain), ...attributes)
}

/** `TensorProto` of float32 in a graph, with whatever says where its bytes are. */
export function tensor(name: string, dims: readonly number[], ...place: Field[]): Field {
  return bytes(5, ...dims.map((size) => number(1, size)), number(2, 1), bytes(8, name), ...place)
}

/** Says that a tensor's bytes lie in another file. */
export function outside(keys: Record<string, string>): Field {
  const entries = Object.entries(keys).map(([key, value]) => bytes(13, bytes(1, key), bytes(2, value)))
  return Buffer.concat([...entries, number(14, 1)])
}

function varint(value: number): number[] {
  const out: number[] = []
  let rest = value
  while (rest >= 128) {
    out.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return [...out, rest]
}

/** The few rules of protobuf and ONNX that it takes to give a graph float16 borders. */

interface Field {
  number: number
  wire: number
  /** With its tag, as it stands in the file. */
  raw: Uint8Array
  /** Of a field with a length; else empty. */
  body: Uint8Array
}

const MODEL_GRAPH = 7
const [GRAPH_NODE, GRAPH_INPUT, GRAPH_OUTPUT] = [1, 11, 12]
const [FLOAT, FLOAT16] = [1, 10]
const TEXT = new TextDecoder()

/**
 * The same model with every float32 input and output of the graph as float16: a Cast stands at each border. The names of
 * the borders stay; what lies behind them is renamed.
 */
export function withHalfBorders(model: Uint8Array): Uint8Array {
  const parts = fields(model)
  const graph = parts.find(({ number }) => number === MODEL_GRAPH)
  if (graph === undefined) throw new Error('no graph')
  const rest = parts.filter((field) => field !== graph)
  return Buffer.concat([...rest.map(({ raw }) => raw), bytes(MODEL_GRAPH, halved(graph.body))])
}

function halved(graph: Uint8Array): Uint8Array {
  const parts = fields(graph)
  const isBorder = ({ number }: Field): boolean => number === GRAPH_INPUT || number === GRAPH_OUTPUT
  const changed = parts.filter(isBorder).filter(({ body }) => elementType(body) === FLOAT)
  const inside = new Map(changed.map(({ body }) => [nameOf(body), `${nameOf(body)}/float32`]))
  const casts = (number: number): Uint8Array[] =>
    changed
      .filter((field) => field.number === number)
      .map(({ body }) => {
        const name = nameOf(body)
        return number === GRAPH_INPUT ? cast(name, `${name}/float32`, FLOAT) : cast(`${name}/float32`, name, FLOAT16)
      })
  const nodes = parts.filter(({ number }) => number === GRAPH_NODE).map(({ body }) => renamed(body, inside))
  return Buffer.concat([
    ...casts(GRAPH_INPUT),
    ...nodes,
    ...casts(GRAPH_OUTPUT),
    ...parts
      .filter(({ number }) => number !== GRAPH_NODE)
      .map((field) => (changed.includes(field) ? bytes(field.number, asHalf(field.body)) : field.raw)),
  ])
}

/** A node whose inputs (field 1) and outputs (field 2) have other names. */
function renamed(node: Uint8Array, names: ReadonlyMap<string, string>): Uint8Array {
  const parts = fields(node).map(({ number, raw, body }) =>
    number === 1 || number === 2 ? text(number, names.get(TEXT.decode(body)) ?? TEXT.decode(body)) : raw,
  )
  return bytes(GRAPH_NODE, Buffer.concat(parts))
}

function cast(from: string, to: string, type: number): Uint8Array {
  const attribute = Buffer.concat([text(1, 'to'), varint(3, type), varint(20, 2)])
  return bytes(
    GRAPH_NODE,
    Buffer.concat([text(1, from), text(2, to), text(3, `cast ${to}`), text(4, 'Cast'), bytes(5, attribute)]),
  )
}

function nameOf(value: Uint8Array): string {
  return TEXT.decode(child(value, 1))
}

/** Element type of a ValueInfoProto: type.tensor_type.elem_type. */
function elementType(value: Uint8Array): number {
  const type = fields(child(child(value, 2), 1)).find(({ number }) => number === 1)
  return type?.raw.at(-1) ?? 0
}

function asHalf(value: Uint8Array): Uint8Array {
  const tensor = fields(child(child(value, 2), 1)).filter(({ number }) => number !== 1)
  const type = bytes(1, Buffer.concat([varint(1, FLOAT16), ...tensor.map(({ raw }) => raw)]))
  return Buffer.concat([text(1, nameOf(value)), bytes(2, type)])
}

function child(message: Uint8Array, number: number): Uint8Array {
  return fields(message).find((field) => field.number === number)?.body ?? new Uint8Array()
}

function fields(message: Uint8Array): Field[] {
  const found: Field[] = []
  for (let at = 0; at < message.length;) {
    const start = at
    const [tag, afterTag] = readVarint(message, at)
    const wire = tag & 7
    at = afterTag
    let body = new Uint8Array()
    if (wire === 0) at = readVarint(message, at)[1]
    else if (wire === 2) {
      const [length, from] = readVarint(message, at)
      at = from + length
      body = new Uint8Array(message.subarray(from, at))
    } else at += wire === 1 ? 8 : 4
    found.push({ number: tag >>> 3, wire, raw: message.subarray(start, at), body })
  }
  return found
}

function readVarint(message: Uint8Array, from: number): [value: number, next: number] {
  let value = 0
  for (let at = from, scale = 1; ; at++, scale *= 128) {
    const byte = message[at] ?? 0
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return [value, at + 1]
  }
}

function writeVarint(value: number): Uint8Array {
  const out: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) out.push((rest % 128) | 0x80)
  return Uint8Array.from([...out, rest])
}

function varint(number: number, value: number): Uint8Array {
  return Buffer.concat([writeVarint(number * 8), writeVarint(value)])
}

function bytes(number: number, body: Uint8Array): Uint8Array {
  return Buffer.concat([writeVarint(number * 8 + 2), writeVarint(body.length), body])
}

function text(number: number, words: string): Uint8Array {
  return bytes(number, new TextEncoder().encode(words))
}

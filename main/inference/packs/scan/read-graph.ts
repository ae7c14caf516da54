import { ProtoReader } from './proto-reader.ts'

/** One tensor that a graph holds or points to. Sizes and places in bytes. */
export interface StoredTensor {
  name: string
  /** Number of `TensorProto.DataType`. */
  type: number
  dims: number[]
  /** Its bytes in the graph's own file; null where they lie elsewhere or are written as varints. */
  inside: { at: number; length: number } | null
  /** Elements that are written as varints. */
  numbers: number
  /** The keys that say where its bytes lie outside of the graph; null where they are inside. */
  outside: Record<string, string> | null
}

/** An input or output of a graph. Dimensions that are open have their name. */
export interface GraphValue {
  name: string
  /** Number of `TensorProto.DataType`; 0 for what is no tensor. */
  type: number
  /** Null where the graph does not tell them. */
  dims: (number | string)[] | null
}

/** What a graph says of itself, without its weights. */
export interface GraphFacts {
  inputs: GraphValue[]
  outputs: GraphValue[]
  tensors: StoredTensor[]
  /** "domain:operator" of every node; the domain of ONNX itself is empty. */
  operators: Set<string>
  /** Domains of functions that the file defines itself. */
  functions: Set<string>
}

/**
 * Reads an ONNX file (onnx.proto3) without its weights: memory stays flat whatever the size. `name` is the path inside
 * the pack, for errors. Throws `PACK_INVALID`.
 */
export async function readGraph(path: string, name: string): Promise<GraphFacts> {
  return await ProtoReader.with(path, name, async (reader) => {
    const facts: GraphFacts = { inputs: [], outputs: [], tensors: [], operators: new Set(), functions: new Set() }
    let graphs = 0
    await reader.message(reader.size, {
      7: async (length) => {
        graphs++
        await readBody(reader, length, facts, true)
      },
      20: () => {
        throw reader.damaged('it is made for training')
      },
      25: (length) => readFunction(reader, length, facts),
    })
    if (graphs !== 1) throw reader.damaged(`it holds ${graphs} graphs`)
    const stored = new Set(facts.tensors.map((tensor) => tensor.name))
    facts.inputs = facts.inputs.filter((value) => !stored.has(value.name))
    return facts
  })
}

/** `GraphProto`: of a graph inside of a node only the operators and tensors count. */
async function readBody(reader: ProtoReader, length: number, facts: GraphFacts, outermost: boolean): Promise<void> {
  await reader.message(reader.at + length, {
    1: (size) => readNode(reader, size, facts),
    5: (size) => readTensor(reader, size, facts),
    15: (size) =>
      reader.message(reader.at + size, {
        1: (inner) => readTensor(reader, inner, facts),
        2: (inner) => readTensor(reader, inner, facts),
      }),
    ...(outermost && {
      11: async (size: number) => void facts.inputs.push(await readValue(reader, size)),
      12: async (size: number) => void facts.outputs.push(await readValue(reader, size)),
    }),
  })
}

/** `NodeProto` with the tensors and graphs among its attributes. */
async function readNode(reader: ProtoReader, length: number, facts: GraphFacts): Promise<void> {
  let type = ''
  let domain = ''
  await reader.message(reader.at + length, {
    4: async (size) => void (type = await reader.text(size)),
    7: async (size) => void (domain = await reader.text(size)),
    5: (size) =>
      reader.message(reader.at + size, {
        5: (inner) => readTensor(reader, inner, facts),
        6: (inner) => readBody(reader, inner, facts, false),
        10: (inner) => readTensor(reader, inner, facts),
        11: (inner) => readBody(reader, inner, facts, false),
      }),
  })
  facts.operators.add(`${domain}:${type}`)
}

/** `FunctionProto`. */
async function readFunction(reader: ProtoReader, length: number, facts: GraphFacts): Promise<void> {
  await reader.message(reader.at + length, {
    7: (size) => readNode(reader, size, facts),
    10: async (size) => void facts.functions.add(await reader.text(size)),
  })
}

/** `TensorProto`. */
async function readTensor(reader: ProtoReader, length: number, facts: GraphFacts): Promise<void> {
  const tensor: StoredTensor = { name: '', type: 0, dims: [], inside: null, numbers: 0, outside: null }
  const outside: Record<string, string> = {}
  const raw = (size: number): void => {
    if (tensor.inside !== null) throw reader.damaged(`the tensor "${tensor.name}" is there twice`)
    tensor.inside = { at: reader.at, length: size }
  }
  const numbers = (value: number, wire: number): void | Promise<void> => {
    if (wire === 2) return reader.varints(value, () => void tensor.numbers++)
    tensor.numbers++
  }
  await reader.message(reader.at + length, {
    1: (value, wire) =>
      wire === 2 ? reader.varints(value, (size) => void tensor.dims.push(size)) : void tensor.dims.push(value),
    2: (value) => void (tensor.type = value),
    4: raw,
    5: numbers,
    7: numbers,
    8: async (size) => void (tensor.name = await reader.text(size)),
    9: raw,
    10: raw,
    11: numbers,
    13: async (size) => {
      let key = ''
      await reader.message(reader.at + size, {
        1: async (inner) => void (key = await reader.text(inner)),
        2: async (inner) => void (outside[key] = await reader.text(inner)),
      })
    },
    14: (value) => void (tensor.outside = value === 1 ? outside : null),
  })
  facts.tensors.push(tensor)
}

/** `ValueInfoProto` of a tensor. */
async function readValue(reader: ProtoReader, length: number): Promise<GraphValue> {
  const value: GraphValue = { name: '', type: 0, dims: null }
  const dimension = async (size: number): Promise<void> => {
    let dim: number | string = ''
    await reader.message(reader.at + size, {
      1: (fixed) => void (dim = fixed),
      2: async (inner) => void (dim = await reader.text(inner)),
    })
    value.dims?.push(dim)
  }
  const tensor = (size: number): Promise<void> =>
    reader.message(reader.at + size, {
      1: (type) => void (value.type = type),
      2: (inner) => {
        value.dims = []
        return reader.message(reader.at + inner, { 1: dimension })
      },
    })
  await reader.message(reader.at + length, {
    1: async (size) => void (value.name = await reader.text(size)),
    2: (size) => reader.message(reader.at + size, { 1: tensor }),
  })
  return value
}

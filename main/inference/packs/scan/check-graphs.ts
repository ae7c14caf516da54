import { stat } from 'node:fs/promises'
import { posix } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import type { PackComponent } from '../../../../core/generation/manifest.ts'
import { checkGraphIo } from '../graph-io.ts'
import { insidePack } from '../inside.ts'
import type { AnyPackFolder } from '../pack-folder.ts'
import { bytesOf, TEXT, typeName } from './element-types.ts'
import { findNan, type Stretch } from './find-nan.ts'
import { readGraph, type GraphFacts, type GraphValue, type StoredTensor } from './read-graph.ts'

/** Operators that every ONNX Runtime brings. Any other domain would need a library that comes from somewhere. */
const DOMAINS: ReadonlySet<string> = new Set(['', 'ai.onnx', 'ai.onnx.ml', 'com.microsoft'])
/** Runs a compiled program out of a file that it names itself. */
const FOREIGN_CODE = 'com.microsoft:EPContext'

/** A tensor of a graph, and the file and stretch that hold its bytes. */
interface Weights extends Stretch {
  file: string
  tensor: string
}

/**
 * Reads what the graphs of a pack say of themselves and refuses what no honest pack says: operators from elsewhere,
 * weights outside of the pack or smaller than claimed, inputs and outputs that the manifest tells otherwise. With
 * `weights`, every weight is read too and a NaN refused. No graph is opened for it. Throws `PACK_UNSAFE` or
 * `PACK_INVALID`, naming the file and what to do.
 */
export async function checkGraphs(pack: AnyPackFolder, { weights }: { weights: boolean }): Promise<void> {
  const components = Object.entries(pack.manifest.components) as [string, PackComponent | undefined][]
  for (const [name, component] of components) {
    if (component === undefined) continue
    const facts = await readGraph(await insidePack(pack.path, component.file), component.file)
    checkOperators(component.file, facts)
    checkGraphIo(name, component, asSession(facts))
    const found: Weights[] = []
    for (const tensor of facts.tensors) found.push(await weightsOf(pack, component, tensor))
    if (weights) await refuseNan(pack, found)
  }
}

function checkOperators(file: string, { operators, functions }: GraphFacts): void {
  for (const operator of operators) {
    const domain = operator.slice(0, operator.indexOf(':'))
    if (operator !== FOREIGN_CODE && (DOMAINS.has(domain) || functions.has(domain))) continue
    const what = operator.replace(/^:/, '').slice(0, 120)
    throw unsafe(
      `"${file}" uses the operator "${what}", which would need program code from elsewhere. Get the pack exported with ONNX's own operators.`,
    )
  }
}

/** The names and shapes that ONNX Runtime would give, from the file itself. */
function asSession({ inputs, outputs }: GraphFacts): Parameters<typeof checkGraphIo>[2] {
  const describe = ({ name, type, dims }: GraphValue) => ({
    name,
    isTensor: type !== 0,
    type: typeName(type),
    shape: dims,
  })
  return {
    inputNames: inputs.map(({ name }) => name),
    inputMetadata: inputs.map(describe),
    outputMetadata: outputs.map(describe),
  }
}

/** Where the bytes of a tensor are. Throws where they are not what its shape asks for. */
async function weightsOf(pack: AnyPackFolder, component: PackComponent, tensor: StoredTensor): Promise<Weights> {
  const { file } = component
  const count = tensor.dims.reduce((total, size) => total * size, 1)
  const wanted = bytesOf(tensor.type, count)
  if (wanted === null && tensor.type !== TEXT) {
    throw invalid(`"${file}" holds the tensor "${short(tensor.name)}" of an unknown kind (${tensor.type})`)
  }
  const place = tensor.outside
    ? await outsideBytes(pack, component, tensor, tensor.outside)
    : { file, ...(tensor.inside ?? { at: 0, length: 0 }) }
  const whole = tensor.numbers > 0 ? tensor.numbers === count : place.length === wanted
  if (!whole && tensor.type !== TEXT) {
    const held = tensor.numbers > 0 ? `${tensor.numbers} numbers` : `${place.length} bytes`
    throw invalid(
      `"${file}" claims ${wanted} bytes for the tensor "${short(tensor.name)}" [${tensor.dims.join(', ')}] and holds ${held}`,
    )
  }
  return { ...place, type: tensor.type, tensor: tensor.name }
}

async function outsideBytes(
  pack: AnyPackFolder,
  { file, externalData = [] }: PackComponent,
  tensor: StoredTensor,
  keys: Record<string, string>,
): Promise<{ file: string; at: number; length: number }> {
  const location = keys['location'] ?? ''
  const path = posix.join(posix.dirname(file), location)
  if (posix.isAbsolute(location) || !externalData.includes(path)) {
    throw unsafe(
      `"${file}" keeps the tensor "${short(tensor.name)}" in "${location.slice(0, 120)}", which is not one of the pack's own files for it. ` +
        'Get a pack that lists and brings all of its files.',
    )
  }
  const { size } = await stat(await insidePack(pack.path, path))
  const at = Number(keys['offset'] ?? 0)
  const length = keys['length'] === undefined ? size - at : Number(keys['length'])
  if (!(at >= 0 && length >= 0 && at + length <= size)) {
    throw invalid(`"${file}" looks for the tensor "${short(tensor.name)}" past the end of "${path}" (${size} bytes)`)
  }
  return { file: path, at, length }
}

async function refuseNan(pack: AnyPackFolder, weights: readonly Weights[]): Promise<void> {
  for (const [file, stretches] of Map.groupBy(weights, (one) => one.file)) {
    const found = await findNan(await insidePack(pack.path, file), stretches)
    if (found === null) continue
    throw invalid(
      `"${file}" holds a weight that is not a number (NaN), in the tensor "${short(found.tensor)}"; every picture would come out black`,
    )
  }
}

function short(name: string): string {
  return name.slice(0, 120)
}

function unsafe(sentence: string): CortadoError {
  return new CortadoError('PACK_UNSAFE', `${sentence} Do not use this one.`)
}

function invalid(what: string): CortadoError {
  return new CortadoError('PACK_INVALID', `${what}. Get the pack again from where you got it, or another version.`)
}

import { CortadoError } from '../../../core/errors.ts'
import type { PackComponent } from '../../../core/generation/manifest.ts'

type Declared = PackComponent['io']['inputs'][string]

/** An input or output as a graph has it; without a shape where the graph does not tell it. */
interface Value {
  name: string
  isTensor: boolean
  type?: string
  shape?: readonly (number | string)[] | null
}

/** What there is to compare: an opened session, or the same read from the file. */
interface GraphIo {
  inputNames: readonly string[]
  inputMetadata: readonly Value[]
  outputMetadata: readonly Value[]
}

/**
 * Compares what the manifest says of a graph with the graph itself. Names and types must agree, and dimensions wherever
 * both are numbers. Throws `PACK_INVALID`.
 */
export function checkGraphIo(name: string, component: PackComponent, graph: GraphIo): void {
  const { inputs, outputs } = component.io
  const problem =
    firstProblem('input', Object.values(inputs), graph.inputMetadata) ??
    firstProblem('output', Object.values(outputs), graph.outputMetadata) ??
    extraInput(Object.values(inputs), graph.inputNames)
  if (problem === null) return
  throw new CortadoError(
    'PACK_INVALID',
    `The ${name} of the model pack ("${component.file}") is not what its manifest says: ${problem}. Get a version made for this program.`,
  )
}

function firstProblem(kind: string, declared: readonly Declared[], actual: readonly Value[]): string | null {
  for (const tensor of declared) {
    const problem = problemOf(
      tensor,
      actual.find((one) => one.name === tensor.name),
    )
    if (problem !== null) return problem.replace('$', `${kind} "${tensor.name}"`)
  }
  return null
}

function problemOf(declared: Declared, value: Value | undefined): string | null {
  if (value === undefined) return 'its graph has no $'
  if (!value.isTensor) return 'its $ is not a tensor'
  if (value.type !== declared.dtype) return `its $ is ${value.type}, not ${declared.dtype}`
  const { shape } = value
  if (shape === undefined || shape === null) return null
  const differs =
    shape.length !== declared.dims.length ||
    shape.some((size, axis) => {
      const said = declared.dims[axis]
      return typeof size === 'number' && size > 0 && typeof said === 'number' && size !== said
    })
  return differs ? `its $ has the shape [${shape.join(', ')}], not [${declared.dims.join(', ')}]` : null
}

function extraInput(declared: readonly Declared[], names: readonly string[]): string | null {
  const known = new Set(declared.map((tensor) => tensor.name))
  const extra = names.find((name) => !known.has(name))
  return extra === undefined ? null : `its graph also needs the input "${extra}"`
}

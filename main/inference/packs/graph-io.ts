import type { InferenceSession } from 'onnxruntime-node'
import { CortadoError } from '../../../core/errors.ts'
import type { PackComponent } from '../../../core/generation/manifest.ts'

type Declared = PackComponent['io']['inputs'][string]

/**
 * Compares what the manifest says of a graph with the graph itself. Names and types must agree, and dimensions wherever
 * both are numbers. Throws `PACK_INVALID`.
 */
export function checkGraphIo(name: string, component: PackComponent, session: InferenceSession): void {
  const { inputs, outputs } = component.io
  for (const tensor of Object.values(inputs)) check(name, 'input', tensor, session.inputMetadata)
  for (const tensor of Object.values(outputs)) check(name, 'output', tensor, session.outputMetadata)
  const declared = new Set(Object.values(inputs).map((tensor) => tensor.name))
  const extra = session.inputNames.find((input) => !declared.has(input))
  if (extra !== undefined) throw wrong(name, `its graph also needs the input "${extra}"`)
}

function check(
  component: string,
  kind: 'input' | 'output',
  declared: Declared,
  actual: readonly InferenceSession.ValueMetadata[],
): void {
  const value = actual.find((one) => one.name === declared.name)
  if (value === undefined) throw wrong(component, `its graph has no ${kind} "${declared.name}"`)
  if (!value.isTensor) throw wrong(component, `its ${kind} "${declared.name}" is not a tensor`)
  if (value.type !== declared.dtype) {
    throw wrong(component, `its ${kind} "${declared.name}" is ${value.type}, not ${declared.dtype}`)
  }
  const { shape } = value
  const differs =
    shape.length !== declared.dims.length ||
    shape.some((size, axis) => {
      const said = declared.dims[axis]
      return typeof size === 'number' && size > 0 && typeof said === 'number' && size !== said
    })
  if (differs) {
    throw wrong(
      component,
      `its ${kind} "${declared.name}" has the shape [${shape.join(', ')}], not [${declared.dims.join(', ')}]`,
    )
  }
}

function wrong(component: string, what: string): CortadoError {
  return new CortadoError(
    'PACK_INVALID',
    `The ${component} of the model pack is not what its manifest says: ${what}. Get a version made for this program.`,
  )
}

import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { CortadoError } from '../../../core/errors.ts'
import type { PackComponent } from '../../../core/generation/manifest.ts'
import type { Provider } from '../../../core/generation/recipe.ts'
import { checkGraphIo } from '../packs/graph-io.ts'
import { insidePack } from '../packs/inside.ts'
import type { AnyPackFolder } from '../packs/pack-folder.ts'
import { libraryTrouble, ort } from './onnx.ts'
import { placed, placeOptions, type Where } from './placement.ts'
import { asDeclared, asFloat32, valuesOf } from './tensors.ts'

/** One loaded graph, called by the manifest's logical names. */
export interface Graph {
  readonly io: PackComponent['io']
  /** Runs the graph; the thread is blocked until it is done. float16 is float32 on this side of it. Throws `OUT_OF_MEMORY` or `GENERATION_FAILED`. */
  run(inputs: Record<string, Tensor>): Promise<Record<string, Float32Array>>
  /** The same with the shapes kept, for what goes into the next run as it is. */
  runTensors(inputs: Record<string, Tensor>): Promise<Record<string, Tensor>>
  release(): Promise<void>
}

/**
 * Opens a graph of a pack. Each execution provider is tried alone: a list of them would not fall back. The arena makes
 * a run up to a third faster, but keeps the largest activations of its graph for as long as that is open; a `lean` session
 * has none. Threads sleep while they wait instead of spinning: on two cores a take then costs a third less processor time.
 * Throws `DEVICE_UNAVAILABLE`, `PACK_INVALID` or `OUT_OF_MEMORY`.
 */
export async function openGraph(pack: AnyPackFolder, name: string, where: Where, lean = false): Promise<Graph> {
  const component = (pack.manifest.components as Readonly<Record<string, PackComponent | undefined>>)[name]
  if (component === undefined)
    throw new CortadoError('PACK_INVALID', `The model pack "${pack.manifest.id}" has no ${name}.`)
  for (const path of component.externalData ?? []) await insidePack(pack.path, path)
  const session = await createSession(await insidePack(pack.path, component.file), where, lean)
  try {
    checkGraphIo(name, component, session)
  } catch (error) {
    await session.release()
    throw error
  }
  return {
    io: component.io,
    run: async (inputs) => valuesOf(await run(session, component.io, inputs)),
    runTensors: (inputs) => run(session, component.io, inputs),
    release: () => session.release(),
  }
}

export async function createSession(model: string | Uint8Array, where: Where, lean = false): Promise<InferenceSession> {
  const place = placed(where)
  const options: InferenceSession.SessionOptions = {
    ...placeOptions(place),
    graphOptimizationLevel: 'all',
    enableCpuMemArena: !lean,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }
  try {
    return await (typeof model === 'string'
      ? ort.InferenceSession.create(model, options)
      : ort.InferenceSession.create(model, options))
  } catch (cause) {
    throw openFailure(cause, place.provider)
  }
}

function openFailure(cause: unknown, provider: Provider): CortadoError {
  const reason = firstLine(cause)
  if (OUT_OF_MEMORY.test(reason)) return memoryError(cause)
  if (provider === 'cpu') {
    return new CortadoError(
      'PACK_INVALID',
      `A graph of the model pack cannot be opened: ${reason}. Get a sound version of it.`,
      {
        cause,
      },
    )
  }
  return new CortadoError(
    'DEVICE_UNAVAILABLE',
    `The device "${provider}" cannot be used here: ${reason}${libraryWords(reason)}. Choose another device; "cpu" always works.`,
    { cause },
  )
}

/** What the system says of an accelerator's library, where ONNX Runtime says no more than that one did not load. */
function libraryWords(reason: string): string {
  const words = reason.includes('Failed to load shared library') ? libraryTrouble() : ''
  return words === '' ? '' : `: ${words}`
}

async function run(
  session: InferenceSession,
  io: PackComponent['io'],
  inputs: Record<string, Tensor>,
): Promise<Record<string, Tensor>> {
  const feeds: Record<string, Tensor> = {}
  for (const [logical, declared] of Object.entries(io.inputs)) {
    const tensor = inputs[logical]
    if (tensor !== undefined) feeds[declared.name] = asDeclared(tensor, declared.dtype)
  }
  let results: InferenceSession.OnnxValueMapType
  try {
    results = await session.run(feeds)
  } catch (cause) {
    const reason = firstLine(cause)
    if (OUT_OF_MEMORY.test(reason)) throw memoryError(cause)
    throw new CortadoError(
      'GENERATION_FAILED',
      `The model could not be run: ${reason}. Try another size or another pack.`,
      { cause },
    )
  }
  const outputs: Record<string, Tensor> = {}
  for (const [logical, declared] of Object.entries(io.outputs)) {
    const tensor = asFloat32(results[declared.name] as Tensor | undefined)
    if (tensor === undefined) {
      throw new CortadoError(
        'PACK_INVALID',
        `The model pack gives no floating-point numbers as "${declared.name}". Get a sound version of it.`,
      )
    }
    outputs[logical] = tensor
  }
  return outputs
}

const OUT_OF_MEMORY = /bad_alloc|out of memory|failed to allocate|allocation failed/i

function memoryError(cause: unknown): CortadoError {
  return new CortadoError(
    'OUT_OF_MEMORY',
    'The device ran out of memory. Choose a smaller size or fewer frames, or close other programs, and start the job again.',
    { cause },
  )
}

/** What ONNX Runtime says, without the place in its sources that some of its messages begin with. */
function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const said = (message.split('\n')[0] ?? '').replace(/^\S*onnxruntime\S*:\d+ .* was (?:false|true)\. /, '')
  return said.slice(0, 300).replace(/\.\s*$/, '')
}

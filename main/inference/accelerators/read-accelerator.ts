import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CortadoError } from '../../../core/errors.ts'
import { ACCELERATOR_FORM, AcceleratorManifest } from '../../../core/generation/accelerator-manifest.ts'
import { sha256 } from '../../files/index.ts'
import { ORT_VERSION } from '../runtime/ort-files.ts'

export const ACCELERATOR_MANIFEST = 'accelerator.json'
/** ONNX Runtime loads this one first, and the provider's own after it. */
const BRIDGE = 'onnxruntime_providers_shared'

/** An accelerator in a folder, read and found fit for this program; its libraries have not been hashed. */
export interface Accelerator {
  path: string
  manifest: AcceleratorManifest
  /** Of `accelerator.json`'s bytes; since that lists the hash of every library, it names the whole. */
  sha256: string
}

/** Reads an installed accelerator. Throws `ACCELERATOR_INVALID`. */
export async function readAccelerator(path: string): Promise<Accelerator> {
  const text = await readFile(join(path, ACCELERATOR_MANIFEST), 'utf8').catch((cause: unknown) => {
    throw invalid(path, `"${ACCELERATOR_MANIFEST}" cannot be read`, cause)
  })
  return { path, manifest: parseAccelerator(text, path), sha256: sha256(text) }
}

/** Parses `accelerator.json`. Throws `ACCELERATOR_INVALID` where it is none, or is made for another program or system. */
export function parseAccelerator(text: string, path: string): AcceleratorManifest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw invalid(path, `"${ACCELERATOR_MANIFEST}" is not JSON`, cause)
  }
  const parsed = AcceleratorManifest.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const place = issue?.path.join('.') ?? ''
    const form = place === 'schemaVersion' ? ` (this Cortado reads form ${ACCELERATOR_FORM})` : ''
    throw invalid(path, `"${ACCELERATOR_MANIFEST}" is not valid: ${place}: ${issue?.message ?? 'wrong'}${form}`)
  }
  const { onnxruntime, platform, arch, files, provider } = parsed.data
  if (onnxruntime !== ORT_VERSION) {
    throw invalid(path, `it is made for ONNX Runtime ${onnxruntime}, and this Cortado has ${ORT_VERSION}`)
  }
  if (platform !== process.platform || arch !== process.arch) {
    throw invalid(path, `it is made for ${platform} ${arch}, and this is ${process.platform} ${process.arch}`)
  }
  for (const wanted of [BRIDGE, `onnxruntime_providers_${provider}`]) {
    if (!files.some((file) => file.path.includes(wanted))) throw invalid(path, `it lacks the library "${wanted}"`)
  }
  return parsed.data
}

function invalid(path: string, what: string, cause?: unknown): CortadoError {
  return new CortadoError(
    'ACCELERATOR_INVALID',
    `The accelerator in "${path}" cannot be used: ${what}. Get the one made for ONNX Runtime ${ORT_VERSION} on ${process.platform} ${process.arch}.`,
    { cause },
  )
}

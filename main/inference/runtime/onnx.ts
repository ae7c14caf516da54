import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import type * as OnnxRuntime from 'onnxruntime-node'
import { join } from 'node:path'
import { ACCELERATORS, stageAccelerators, type Staged } from '../accelerators/stage.ts'

const BINDING = 'onnxruntime_binding.node'

let staged: Staged | null = null
let trouble = ''
try {
  const folder = process.env[ACCELERATORS]
  if (folder !== undefined) staged = await stageAccelerators(folder)
} catch (error) {
  // The processor needs none of them.
  trouble = `The accelerators cannot be made ready: ${error instanceof Error ? error.message : String(error)}`
}
if (staged !== null) {
  const url = pathToFileURL(join(staged.folder, BINDING)).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.endsWith(`/${BINDING}`) ? { url, format: 'addon', shortCircuit: true } : next(specifier, context),
  })
}

/** ONNX Runtime, loaded from where it finds the libraries of the user's accelerators. */
export const ort = createRequire(import.meta.url)('onnxruntime-node') as typeof OnnxRuntime

/**
 * Why a library of an accelerator does not load, in the system's own words; empty where there is none or all of them do.
 * ONNX Runtime itself only says that one failed.
 */
export function libraryTrouble(): string {
  for (const library of staged?.libraries ?? []) {
    try {
      process.dlopen({ exports: {} }, library)
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      // It was loaded, and is no addon of Node's, which it need not be.
      if (!/self-register/.test(words)) return words
    }
  }
  return trouble
}

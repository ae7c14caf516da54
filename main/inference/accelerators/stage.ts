import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { sha256 } from '../../files/index.ts'
import { ORT_FOLDER, ORT_VERSION } from '../runtime/ort-files.ts'
import { findAccelerators } from './find-accelerators.ts'

/** Set for workers: the folder of the user's accelerators. */
export const ACCELERATORS = 'CORTADO_ACCELERATORS'

/** Folders in which ONNX Runtime and the accelerators' libraries lie side by side, each named by what is in it. */
export const LINKED = '.linked'

/** Where ONNX Runtime is to be loaded from, so that it finds the libraries, and their paths in the order it loads them. */
export interface Staged {
  folder: string
  libraries: string[]
}

/**
 * Puts links to ONNX Runtime and to the libraries of all accelerators into one folder: ONNX Runtime looks for a provider's
 * library beside its own, and the program's own folder may be read-only. Null where there is no accelerator. Throws what
 * the file system throws.
 */
export async function stageAccelerators(folder: string): Promise<Staged | null> {
  const accelerators = (await findAccelerators(folder)).flatMap(({ accelerator }) => accelerator ?? [])
  const files = accelerators.flatMap(({ path, manifest }) => manifest.files.map((file) => join(path, file.path)))
  if (files.length === 0) return null
  const wanted = [...readdirSync(ORT_FOLDER).map((name) => join(ORT_FOLDER, name)), ...files]
  const marks = wanted.map((path) => `${path} ${statSync(path).mtimeMs}`)
  const staged = join(folder, LINKED, sha256([ORT_VERSION, ...marks].join('\n')).slice(0, 16))
  if (!existsSync(staged)) linkAll(wanted, staged)
  const libraries = accelerators.flatMap(({ manifest }) =>
    ['onnxruntime_providers_shared', `onnxruntime_providers_${manifest.provider}`].flatMap((name) => {
      const file = manifest.files.find((candidate) => candidate.path.includes(name))
      return file ? [join(staged, file.path)] : []
    }),
  )
  return { folder: staged, libraries }
}

function linkAll(files: readonly string[], target: string): void {
  const made = `${target}.${randomBytes(6).toString('hex')}`
  mkdirSync(made, { recursive: true })
  try {
    for (const file of files) {
      const link = join(made, file.split(/[\\/]/).at(-1) ?? '')
      if (!existsSync(link)) linkOne(file, link)
    }
    renameSync(made, target)
  } catch (error) {
    rmSync(made, { recursive: true, force: true })
    // Another worker was faster.
    if (!existsSync(target)) throw error
  }
}

/** Windows lets few users make symbolic links, and hard links stay on one drive. */
function linkOne(file: string, link: string): void {
  if (process.platform !== 'win32') return symlinkSync(file, link)
  try {
    linkSync(file, link)
  } catch {
    copyFileSync(file, link)
  }
}

import { open } from 'node:fs/promises'
import { CortadoError } from '../../../core/errors.ts'
import { PACK_FORM, type PackComponent, type PackManifest } from '../../../core/generation/manifest.ts'
import { AnyManifest, isRefiner } from '../../../core/generation/refiner-manifest.ts'
import { sha256 } from '../../files/index.ts'
import { missingIo } from '../pipelines/family-io.ts'
import { refinerProblem } from '../refine/refiner-io.ts'
import { insidePack } from './inside.ts'
import {
  isGeneratorFolder,
  isRefinerFolder,
  type AnyPackFolder,
  type PackFolder,
  type RefinerFolder,
} from './pack-folder.ts'

export const MANIFEST = 'pack.json'
export const SCHEDULER_CONFIG = 'scheduler/scheduler_config.json'
export const TOKENIZER = 'tokenizer/tokenizer.json'
export const TOKENIZER_CONFIG = 'tokenizer/tokenizer_config.json'

const MIB = 1024 * 1024
export const MANIFEST_LIMIT = MIB
/** 2 GB of float32 at one input or output: no clip that fits into memory comes near it. */
const MOST_ELEMENTS = 2 ** 29

/** Reads a text file of a pack. Throws `PACK_INVALID` where it is larger than `limit` bytes. */
export async function readPackText(folder: string, path: string, limit = 64 * MIB): Promise<string> {
  const handle = await open(await insidePack(folder, path), 'r')
  try {
    const { size } = await handle.stat()
    if (size > limit) {
      throw new CortadoError(
        'PACK_INVALID',
        `"${path}" of the model pack in "${folder}" has ${size} bytes; at most ${limit} can be read. Get a sound copy of the pack.`,
      )
    }
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

/** Reads a pack that makes footage. Throws what `readAnyPack` throws, and `PACK_INVALID` where it only refines some. */
export async function readPack(path: string): Promise<PackFolder> {
  const pack = await readAnyPack(path)
  if (isGeneratorFolder(pack)) return pack
  throw invalid(path, `it is an ${pack.manifest.family} and makes no footage`)
}

/** Reads a pack that refines footage. Throws what `readAnyPack` throws, and `PACK_INVALID` for a pack that makes it. */
export async function readRefiner(path: string): Promise<RefinerFolder> {
  const pack = await readAnyPack(path)
  if (isRefinerFolder(pack)) return pack
  throw invalid(path, 'it makes footage and refines none')
}

/** Reads and validates `pack.json`. Throws what `parsePack` throws, and `PACK_CORRUPT` where there is no such file. */
export async function readAnyPack(path: string): Promise<AnyPackFolder> {
  return parsePack(await readPackText(path, MANIFEST, MANIFEST_LIMIT), path)
}

/** Validates the text of a `pack.json` that lies in `path`. Throws `PACK_INVALID` or `PACK_NEWER`. */
export function parsePack(text: string, path: string): AnyPackFolder {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new CortadoError('PACK_INVALID', `"${MANIFEST}" in "${path}" is not JSON. Get a sound copy of the pack.`, {
      cause,
    })
  }
  refuseNewer(path, value)
  const parsed = AnyManifest.safeParse(value)
  if (!parsed.success) {
    const reasons = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw invalid(path, reasons.join('; '), parsed.error)
  }
  const problem = inconsistency(parsed.data)
  if (problem !== null) throw invalid(path, problem)
  return { path, manifest: parsed.data, sha256: sha256(text) }
}

/** A later form may mean anything by its fields, so only its number is looked at. Throws `PACK_NEWER`. */
function refuseNewer(path: string, value: unknown): void {
  const form = typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined
  if (typeof form !== 'number' || form <= PACK_FORM) return
  throw new CortadoError(
    'PACK_NEWER',
    `"${MANIFEST}" in "${path}" is of form ${form}; this Cortado reads form ${PACK_FORM}. Update Cortado, or get the pack in form ${PACK_FORM}.`,
  )
}

function invalid(path: string, reason: string, cause?: unknown): CortadoError {
  return new CortadoError(
    'PACK_INVALID',
    `"${MANIFEST}" of the model pack in "${path}" cannot be used: ${reason}. Get a version made for this program.`,
    { cause },
  )
}

/** What a schema cannot see: parts of the manifest that do not fit together. */
function inconsistency(manifest: AnyManifest): string | null {
  const paths = manifest.files.map((file) => file.path)
  const listed = new Set(paths)
  if (listed.size !== paths.length) return 'a file is listed twice'
  if (listed.has(MANIFEST)) return `"${MANIFEST}" cannot list itself`
  const components = Object.values(manifest.components).filter((component) => component !== undefined)
  const needed = [
    ...components.flatMap((component) => [component.file, ...(component.externalData ?? [])]),
    ...(isRefiner(manifest)
      ? [manifest.license.file, manifest.evaluation?.file]
      : [manifest.golden?.file, SCHEDULER_CONFIG, TOKENIZER]),
  ].filter((path) => path !== undefined)
  const missing = needed.find((path) => !listed.has(path))
  if (missing !== undefined) return `"${missing}" is not in its list of files`
  const large = components.map(largeTensor).find((found) => found !== null)
  if (large !== undefined) return large
  return isRefiner(manifest) ? refinerProblem(manifest) : generatorProblem(manifest)
}

/** ONNX Runtime would try to make room for it before anything is known to be wrong. */
function largeTensor({ file, io }: PackComponent): string | null {
  const tensor = [...Object.values(io.inputs), ...Object.values(io.outputs)].find(
    ({ dims }) =>
      dims.reduce<number>((total, size) => total * (typeof size === 'number' ? size : 1), 1) > MOST_ELEMENTS,
  )
  return tensor ? `"${file}" is said to take or give "${tensor.name}" of more than 2 GB` : null
}

function generatorProblem(manifest: PackManifest): string | null {
  if (!manifest.schedulers.includes(manifest.defaults.scheduler))
    return 'its default scheduler is not among its schedulers'
  const { frames, size, latents, preview } = manifest
  if (frames.min > frames.max || frames.default < frames.min || frames.default > frames.max) {
    return 'its default length is outside of its own limits'
  }
  if (size.multiple % latents.spatialCompression !== 0) return 'its size multiple does not fit its latent compression'
  if (preview.latentRgb.length !== latents.channels) return 'its preview does not have one row for each latent channel'
  return missingIo(manifest)
}

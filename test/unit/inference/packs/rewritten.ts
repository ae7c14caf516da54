import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { PackManifest } from '../../../../core/generation/manifest.ts'
import { sha256 } from '../../../../main/files/index.ts'
import type { ZipEntry } from '../../../support/zip.ts'
import { copyOfTiny } from '../tiny.ts'

export const TRANSFORMER = 'transformer/model.onnx'
export const DECODER = 'vae_decoder/model.onnx'

/** A copy of the tiny pack whose file was changed by its maker: the manifest lists what is there now. */
export function rewritten(
  folder: string,
  file: string,
  change: (bytes: Buffer) => Buffer,
  more: (manifest: PackManifest) => void = () => undefined,
): string {
  const path = copyOfTiny(folder)
  const made = change(readFileSync(join(path, file)))
  writeFileSync(join(path, file), made)
  changeManifest(path, (manifest) => {
    const listed = manifest.files.find((one) => one.path === file)
    if (listed !== undefined) Object.assign(listed, { bytes: made.length, sha256: sha256(made) })
    more(manifest)
  })
  return path
}

export function changeManifest(path: string, change: (manifest: PackManifest) => void): void {
  const file = join(path, 'pack.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as PackManifest
  change(manifest)
  writeFileSync(file, JSON.stringify(manifest))
}

/** Every file of a folder as entries of a ZIP, below `root`. */
export function entriesOf(folder: string, root = ''): ZipEntry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: root + relative(folder, path).split(sep).join('/'), data: readFileSync(path) }))
}

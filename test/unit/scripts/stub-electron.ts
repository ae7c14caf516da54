import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'

/** Where the fuses lie in Electron's program: a mark, the version, how many, and one byte each. */
const FUSE_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSES = 9

/** Makes a folder that looks to the packer like an unpacked Electron of that version. */
export async function stubElectron(folder: string, version: string): Promise<string> {
  const program = Buffer.concat([Buffer.from(FUSE_MARK), Buffer.from([1, FUSES]), Buffer.alloc(FUSES, '0')])
  await mkdir(join(folder, 'locales'), { recursive: true })
  await mkdir(join(folder, 'resources'))
  await mkdir(join(folder, 'empty'))
  await writeFile(join(folder, 'empty', 'main.js'), '')
  await createPackage(join(folder, 'empty'), join(folder, 'resources', 'default_app.asar'))
  await writeFile(join(folder, 'electron'), program)
  await chmod(join(folder, 'electron'), 0o755)
  await writeFile(join(folder, 'chrome-sandbox'), '')
  await writeFile(join(folder, 'version'), version)
  await writeFile(join(folder, 'LICENSE'), 'stub')
  await writeFile(join(folder, 'LICENSES.chromium.html'), 'stub')
  return folder
}

/** The state of each fuse of a program: "0" off, "1" on. */
export function fusesOf(program: Buffer): string {
  const at = program.indexOf(FUSE_MARK) + FUSE_MARK.length
  return program.subarray(at + 2, at + 2 + (program[at + 1] ?? 0)).toString()
}

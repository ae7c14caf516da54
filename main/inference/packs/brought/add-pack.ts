import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CortadoError } from '../../../../core/errors.ts'
import type { PackProgress } from '../../../../core/library/packs.ts'
import { sha256, sha256File, writeFileAtomic } from '../../../files/index.ts'
import { parseAccelerator } from '../../accelerators/read-accelerator.ts'
import { MANIFEST, MANIFEST_LIMIT, parsePack } from '../read-pack.ts'
import { type AnyPackFolder } from '../pack-folder.ts'
import { checkGraphs } from '../scan/check-graphs.ts'
import { checkSizes, verifyPack } from '../verify-pack.ts'
import { copyFiles, type ListedFile } from './copy-files.ts'
import type { PackSource } from './source.ts'

export interface BringHooks {
  onProgress?: ((progress: PackProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

/** Unfinished copies lie here, each in a folder named by pack and content: beside the packs, so that a rename ends it. */
const INCOMING = '.incoming'

/**
 * Copies a pack into `folder` and gives where it lies. Broken off, it goes on from there when it is called again; nothing
 * shows in `folder` before every hash, graph and weight was found right. Throws what `parsePack`, `copyFiles` and
 * `verifyPack` throw, and `PACK_EXISTS` where something of that name is in the way.
 */
export async function addPack(source: PackSource, folder: string, hooks: BringHooks): Promise<string> {
  const text = await source.text(MANIFEST, MANIFEST_LIMIT)
  const pack = parsePack(text, source.path)
  // A folder can be looked into before gigabytes are copied out of it.
  if (source.folder !== null) await refuseEarly(pack)
  const { id, files } = pack.manifest
  return await bring({ source, folder, id, files, text, hooks }, async (staged, onProgress) => {
    await verifyPack(staged, {
      onProgress,
      onDamaged: (path) => rm(join(staged, path), { force: true }),
      signal: hooks.signal,
    })
  })
}

/** The same for the libraries of an accelerator. Throws `ACCELERATOR_INVALID` instead of what `parsePack` throws. */
export async function addAccelerator(source: PackSource, folder: string, hooks: BringHooks): Promise<string> {
  const text = await source.text(source.manifest, MANIFEST_LIMIT)
  const { id, files } = parseAccelerator(text, source.path)
  return await bring({ source, folder, id, files, text, hooks }, async (staged) => {
    for (const { path, sha256: expected } of files) {
      if ((await sha256File(join(staged, path))) === expected) continue
      await rm(join(staged, path))
      throw new CortadoError(
        'PACK_CORRUPT',
        `The copy of "${path}" was damaged on the disk. Add the accelerator again.`,
      )
    }
  })
}

async function refuseEarly(pack: AnyPackFolder): Promise<void> {
  await checkSizes(pack)
  await checkGraphs(pack, { weights: false })
}

interface Bringing {
  source: PackSource
  folder: string
  id: string
  files: readonly ListedFile[]
  text: string
  hooks: BringHooks
}

async function bring(
  { source, folder, id, files, text, hooks }: Bringing,
  verify: (staged: string, onProgress: (doneBytes: number) => void) => Promise<void>,
): Promise<string> {
  const { onProgress, signal } = hooks
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const tell = (stage: PackProgress['stage']) => (doneBytes: number) =>
    onProgress?.({ id, stage, doneBytes, totalBytes })
  const staging = join(folder, INCOMING, `${id}-${sha256(text).slice(0, 16)}`)
  const place = { files: join(staging, 'files'), partial: join(staging, 'partial') }
  await copyFiles(source, files, place, { onProgress: tell('copying'), signal })
  // Last, so that what is half there never looks like a pack.
  await writeFileAtomic(join(place.files, source.manifest), text)
  try {
    await verify(place.files, tell('verifying'))
  } catch (error) {
    // Copying it again would not make it better; the user's own copy stays where it is.
    if (error instanceof CortadoError && error.code !== 'PACK_CORRUPT') await rm(staging, { recursive: true })
    throw error
  }
  const target = join(folder, id)
  await moveTo(place.files, target, id)
  await rm(staging, { recursive: true, force: true })
  return target
}

async function moveTo(from: string, target: string, id: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  try {
    await rename(from, target)
  } catch (cause) {
    throw new CortadoError(
      'PACK_EXISTS',
      `"${target}" is in the way of the pack that was copied. Take it away with "packs remove ${id}", and add the pack again; nothing is copied twice.`,
      { cause },
    )
  }
}

/** Removes unfinished copies of a pack. Gives how many there were. */
export async function removeUnfinished(folder: string, id: string): Promise<number> {
  const names = await readdir(join(folder, INCOMING)).catch((): string[] => [])
  const ours = names.filter((name) => name.slice(0, -17) === id)
  for (const name of ours) await rm(join(folder, INCOMING, name), { recursive: true, force: true })
  return ours.length
}

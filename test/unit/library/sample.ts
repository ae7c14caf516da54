import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Recipe } from '../../../core/generation/recipe.ts'
import type { Take } from '../../../core/library/entities.ts'
import { recipe } from './recipe.ts'
import { openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'

export { clip, trackOf } from './sample-clip.ts'
export { recipe } from './recipe.ts'

/** Matches an error of a code. */
export const code = (expected: string) => expect.objectContaining({ code: expected })

/** A fresh folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cortado-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A new project in a fresh folder, closed when the test ends. */
export async function newLibrary(): Promise<Library> {
  const library = await openLibrary(join(await temporaryFolder(), 'Kite.cortado'), { create: { name: 'Kite' } })
  onTestFinished(() => library.close())
  return library
}

/** Puts bytes into the media store and returns their hash. */
export async function adopt(library: Library, bytes: string | Uint8Array, mime = 'image/jpeg'): Promise<string> {
  const path = library.media.temporary('bin')
  await writeFile(path, bytes)
  return (await library.media.adopt(path, mime)).sha256
}

/** Records a take whose four files hold the given text. */
export async function recordTake(
  library: Library,
  shot: string,
  options: { job?: string; content?: string; recipe?: Recipe; replaces?: string } = {},
): Promise<Take> {
  const content = options.content ?? 'frames'
  return library.takes.record({
    job: options.job ?? null,
    shot,
    recipe: options.recipe ?? recipe(),
    master: await adopt(library, `${content} master`, 'video/x-matroska'),
    proxy: await adopt(library, `${content} proxy`, 'video/mp4'),
    poster: await adopt(library, `${content} poster`),
    filmstrip: await adopt(library, `${content} filmstrip`),
    filmstripFrames: 8,
    frames: 16,
    rate: { num: 8, den: 1 },
    size: { width: 64, height: 64 },
    parent: options.replaces ?? null,
    replaces: options.replaces,
    madeInMs: 1234.5,
    peakBytes: 400_000_000,
  })
}

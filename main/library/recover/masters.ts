import { open, readFile } from 'node:fs/promises'
import { Recipe } from '../../../core/generation/recipe.ts'
import { findFfmpeg, makeFilmstrip, makePoster, makeProxy, probeMedia, readTag } from '../../media/index.ts'
import type { Ffmpeg } from '../../media/index.ts'
import { copyVerified } from '../copy/copy-verified.ts'
import { mediaPath } from '../media-path.ts'
import type { Library } from '../open.ts'

/** The first bytes of Matroska, in which masters are kept. */
const MATROSKA = Buffer.from([0x1a, 0x45, 0xdf, 0xa3])

/**
 * Makes takes again from masters that no take of the new library has: the recipe lies in the container and beside it.
 * Returns the new takes, and how many of the files could not be used.
 */
export async function takesFromMasters(
  library: Library,
  from: string,
  files: readonly string[],
): Promise<{ takes: string[]; failed: number }> {
  const takes: string[] = []
  let failed = 0
  const ffmpeg = await findFfmpeg()
  for (const sha256 of files) {
    const path = mediaPath(from, sha256)
    const recipe = (await isMatroska(path)) ? await recipeOf(ffmpeg, path) : null
    if (recipe === null) continue
    try {
      takes.push(await rebuild(library, ffmpeg, path, sha256, recipe))
    } catch {
      // One master that is damaged must not keep the others out; how many were is told.
      failed += 1
    }
  }
  return { takes, failed }
}

async function isMatroska(path: string): Promise<boolean> {
  const handle = await open(path, 'r')
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.equals(MATROSKA)
  } finally {
    await handle.close()
  }
}

async function recipeOf(ffmpeg: Ffmpeg, path: string): Promise<Recipe | null> {
  const beside = await readFile(`${path}.recipe.json`, 'utf8').catch(() => null)
  for (const text of [beside, await readTag(ffmpeg, path, 'CORTADO_RECIPE').catch(() => null)]) {
    const parsed = Recipe.safeParse(parseJson(text))
    if (parsed.success) return parsed.data
  }
  return null
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

async function rebuild(
  library: Library,
  ffmpeg: Ffmpeg,
  path: string,
  sha256: string,
  recipe: Recipe,
): Promise<string> {
  const { media } = library
  const master = media.temporary('mkv')
  if (!(await copyVerified(path, master, sha256))) throw new Error(`${sha256} is damaged`)
  const found = await probeMedia(ffmpeg, master)
  const out = { proxy: media.temporary('mp4'), poster: media.temporary('jpg'), filmstrip: media.temporary('jpg') }
  await makeProxy(ffmpeg, found, { out: out.proxy })
  await makePoster(ffmpeg, found, { out: out.poster })
  const { frames: filmstripFrames } = await makeFilmstrip(ffmpeg, found, { out: out.filmstrip })
  const adopted = {
    proxy: (await media.adopt(out.proxy, 'video/mp4')).sha256,
    poster: (await media.adopt(out.poster, 'image/jpeg')).sha256,
    filmstrip: (await media.adopt(out.filmstrip, 'image/jpeg')).sha256,
    master: (await media.adopt(master, 'video/x-matroska')).sha256,
  }
  const shot =
    library.shots.list().find((one) => one.prompt === recipe.prompt) ?? library.shots.create({ prompt: recipe.prompt })
  const { frames, rate, size } = found
  const unknown = { job: null, parent: null, madeInMs: null, peakBytes: null }
  const take = await library.takes.record({
    ...adopted,
    ...unknown,
    shot: shot.id,
    recipe,
    filmstripFrames,
    frames,
    rate,
    size,
  })
  return take.id
}

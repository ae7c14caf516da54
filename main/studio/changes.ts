import { copyFile, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { z } from 'zod'
import { CortadoError } from '../../core/errors.ts'
import { abilitiesOf } from '../../core/generation/abilities.ts'
import { givenPicture, resolveChange } from '../../core/generation/resolve-change.ts'
import type { PackManifest } from '../../core/generation/manifest.ts'
import type { Given, Size } from '../../core/generation/recipe.ts'
import type { Change, GenerateRequest } from '../../core/generation/request.ts'
import type { RecipeOptions } from '../../core/generation/resolve-recipe.ts'
import type { Take } from '../../core/library/entities.ts'
import { sha256 } from '../files/index.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg, makeMaskFilm, openMasterWriter, probeMedia, readStill } from '../media/index.ts'

type ParsedRequest = z.output<typeof GenerateRequest>

/** What a request adds to the recipe beyond its own settings. */
export interface Prepared {
  options: Pick<RecipeOptions, 'base' | 'change' | 'keyframes' | 'size'>
  /** The take that the new one comes from. */
  parent: Take | null
  /** The shot that the new take belongs to, where the request names none; null for a new one. */
  shot: string | null
  notes: string[]
}

/** The take whose settings and pack count where a request says nothing; null where it names none. */
export function baseTake({ like, change }: ParsedRequest, library: () => Library): Take | null {
  const id = like ?? (change !== undefined && 'take' in change ? change.take : undefined)
  return id === undefined ? null : library().takes.get(id)
}

/**
 * Looks up what a request changes. Pictures and masks are taken into the project, so that the recipe can be followed
 * again; a plan (`store` false) only looks at them. Throws what `resolveChange` throws, `NOT_FOUND`, `MEDIA_DAMAGED`.
 */
export async function prepareChange(
  request: ParsedRequest,
  manifest: PackManifest,
  library: () => Library,
  store: boolean,
): Promise<Prepared> {
  const { change } = request
  const base = baseTake(request, library)
  const options = base === null ? {} : { base: base.recipe }
  if (change === undefined) return { options, parent: base, shot: base?.shot ?? null, notes: [] }
  if (change.operation === 'image-to-video') return preparePicture(request, change, manifest, library, store, options)
  const take = library().takes.get(change.take)
  const next = change.operation === 'bridge' ? library().takes.get(change.next) : undefined
  const region = change.operation === 'inpaint' ? await keepMask(change, library, store) : undefined
  const { operation, frames, given, notes } = resolveChange(change, { take, next }, manifest, region)
  return {
    options: { ...options, change: { operation, frames, given }, size: take.size },
    parent: take,
    shot: change.operation === 'bridge' ? null : take.shot,
    notes,
  }
}

async function preparePicture(
  request: ParsedRequest,
  { picture, at }: Extract<Change, { operation: 'image-to-video' }>,
  manifest: PackManifest,
  library: () => Library,
  store: boolean,
  options: Prepared['options'],
): Promise<Prepared> {
  const size = request.size ?? manifest.size.default
  const frames = request.frames ?? manifest.frames.default
  const source = 'take' in picture ? library().takes.get(picture.take) : null
  const path = 'path' in picture ? picture.path : pathOf(library(), (source as Take).master)
  const rgb = await readStill(await findFfmpeg(), path, size, 'frame' in picture ? picture.frame : 0)
  const prepared = { parent: source, shot: null, notes: [] }
  if (abilitiesOf(manifest).imageToVideo) {
    if (store) await adoptBytes(library(), rgb)
    const keyframes = [{ at, strength: 1, picture: sha256(rgb) }]
    return { ...prepared, options: { ...options, keyframes, size } }
  }
  const media = store ? await adoptFilm(library(), rgb, size, manifest) : sha256(rgb)
  const change = { operation: 'image-to-video' as const, frames, given: givenPicture(media, at, frames) }
  return { ...prepared, options: { ...options, change, size } }
}

/** A mask as a file of the project. */
async function keepMask(
  { mask }: Extract<Change, { operation: 'inpaint' }>,
  library: () => Library,
  store: boolean,
): Promise<NonNullable<Given['region']>> {
  if (!store && 'path' in mask) {
    const { frames } = await probeMedia(await findFfmpeg(), mask.path)
    return { media: sha256(mask.path), frames }
  }
  if (!store) return { media: sha256(JSON.stringify(mask)), frames: 'pngs' in mask ? mask.pngs.length : 1 }
  if ('pngs' in mask) return keepMovingMask(mask.pngs, library())
  const temporary = library().media.temporary('path' in mask ? extname(mask.path).slice(1) : 'png')
  if ('path' in mask) {
    await copyFile(mask.path, temporary).catch((error: unknown) => {
      throw new CortadoError('NOT_FOUND', `The mask "${mask.path}" cannot be read. Choose another file.`, {
        cause: error,
      })
    })
  } else await writeFile(temporary, Buffer.from(mask.png, 'base64'))
  const { frames } = await probeMedia(await findFfmpeg(), temporary)
  const kept = await library().media.adopt(temporary, 'application/octet-stream')
  return { media: kept.sha256, frames }
}

/** One PNG for each frame, as one film. */
async function keepMovingMask(pngs: readonly string[], library: Library): Promise<NonNullable<Given['region']>> {
  const path = library.media.temporary('mkv')
  await makeMaskFilm(
    await findFfmpeg(),
    pngs.map((png) => Buffer.from(png, 'base64')),
    path,
  )
  const kept = await library.media.adopt(path, 'video/x-matroska')
  return { media: kept.sha256, frames: pngs.length }
}

async function adoptBytes(library: Library, bytes: Buffer): Promise<string> {
  const temporary = library.media.temporary('rgb')
  await writeFile(temporary, bytes)
  return (await library.media.adopt(temporary, 'application/octet-stream')).sha256
}

/** One picture as a film of one frame, which is how footage is read. */
async function adoptFilm(
  library: Library,
  rgb: Buffer,
  { width, height }: Size,
  { rate }: PackManifest,
): Promise<string> {
  const path = library.media.temporary('mkv')
  const { path: ffmpegPath } = await findFfmpeg()
  const writer = openMasterWriter({ ffmpegPath, path, width, height, rate, metadata: {} })
  try {
    await writer.write(rgb)
    await writer.finish()
  } catch (error) {
    await writer.abort()
    throw error
  }
  return (await library.media.adopt(path, 'video/x-matroska')).sha256
}

/** Throws `NOT_FOUND`. */
export function pathOf(library: Library, media: string): string {
  const found = library.media.locate(media)
  if (found !== null) return found.path
  throw new CortadoError(
    'NOT_FOUND',
    'Footage that this take is made from is not in the project. Restore it, or choose other footage.',
  )
}

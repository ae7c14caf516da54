import { copyFile, rm, stat } from 'node:fs/promises'
import { constants } from 'node:fs'
import { extname } from 'node:path'
import { CortadoError, errorCode } from '../../core/errors.ts'
import type { ImportReport, Media, MediaInfo } from '../../core/library/media.ts'
import { sha256File } from '../files/index.ts'
import type { AdoptedMedia, Library, StoredMedia } from '../library/index.ts'
import { findFfmpeg, makeFilmstrip, makePoster, makeProxy, probeFile } from '../media/index.ts'
import type { Ffmpeg, VideoSource } from '../media/index.ts'

/** Takes files into the project one after the other. A file that cannot be taken in is named, and the others are. */
export async function importMedia(
  library: Library,
  paths: readonly string[],
  bin: string | null,
  signal: AbortSignal,
): Promise<ImportReport> {
  if (bin !== null) library.bins.get(bin)
  const ffmpeg = await findFfmpeg()
  const report: ImportReport = { imported: [], refused: [] }
  for (const path of paths) {
    try {
      report.imported.push({ path, ...(await importOne(library, ffmpeg, path, bin, signal)) })
    } catch (error) {
      // What keeps one file out keeps the others out too.
      if (!(error instanceof CortadoError) || ['DISK_FULL', 'CANCELLED', 'FFMPEG_MISSING'].includes(error.code))
        throw error
      report.refused.push({ path, code: errorCode(error), message: error.message })
    }
  }
  return report
}

async function importOne(
  library: Library,
  ffmpeg: Ffmpeg,
  path: string,
  bin: string | null,
  signal: AbortSignal,
): Promise<{ media: Media; already: boolean }> {
  await needFile(path)
  const known = library.imported.byFile(await sha256File(path))
  if (known && isHere(library, known.file)) {
    // Out of the trash, if it lay there.
    return { media: library.imported.record({ ...known, bin: known.bin }), already: true }
  }
  const stored = await storeCopy(library, path)
  const derived = await deriveMedia(library, ffmpeg, stored.path, path, signal)
  return { media: library.imported.record({ file: stored.sha256, path, bin, ...derived }), already: known !== null }
}

async function needFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw new CortadoError('NOT_FOUND', `There is no file at "${path}". Check the path.`, { cause: error })
  })
  if (found.isFile() && found.size > 0) return
  throw new CortadoError('MEDIA_UNSUPPORTED', `"${path}" is not a file with anything in it. Choose a media file.`)
}

function isHere(library: Library, file: string): boolean {
  try {
    return library.media.locate(file) !== null
  } catch {
    // Missing or cut short: this import puts it back.
    return false
  }
}

/** A copy under its hash. On a file system that can, it shares its blocks with the original. */
export async function storeCopy(library: Library, path: string): Promise<StoredMedia> {
  const temporary = library.media.temporary('')
  try {
    await copyFile(path, temporary, constants.COPYFILE_FICLONE)
    return await library.media.adopt(temporary, mimeOf(path))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Looks into a stored file and makes what the window shows of it. `name` is the path that errors speak of. */
export async function deriveMedia(
  library: Library,
  ffmpeg: Ffmpeg,
  stored: string,
  name: string,
  signal: AbortSignal,
): Promise<Omit<AdoptedMedia, 'file' | 'path' | 'bin'>> {
  const info = await probeFile(ffmpeg, stored, signal).catch((error: unknown) => {
    if (!(error instanceof CortadoError)) throw error
    throw new CortadoError(error.code, error.message.replaceAll(stored, name), { cause: error })
  })
  const none = { info, proxy: null, poster: null, filmstrip: null, filmstripFrames: 0 }
  if (info.picture === null) return none
  const source: VideoSource = { path: stored, ...info.picture }
  const poster = await make(library, 'jpg', 'image/jpeg', (out) => makePoster(ffmpeg, source, { out, signal }))
  if (info.kind === 'still') return { ...none, poster }
  const strip = library.media.temporary('jpg')
  const { frames } = await makeFilmstrip(ffmpeg, source, { out: strip, signal })
  const filmstrip = (await library.media.adopt(strip, 'image/jpeg')).sha256
  const proxy = await make(library, 'mp4', 'video/mp4', (out) =>
    makeProxy(ffmpeg, source, { out, signal, foreign: true }),
  )
  return { info, proxy, poster, filmstrip, filmstripFrames: frames }
}

async function make(
  library: Library,
  extension: string,
  mime: string,
  work: (out: string) => Promise<unknown>,
): Promise<string> {
  const out = library.media.temporary(extension)
  await work(out)
  return (await library.media.adopt(out, mime)).sha256
}

const MIMES: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.mkv': 'video/x-matroska',
  '.webm': 'video/webm',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.flac': 'audio/flac',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
}

/** Never a type that a page would run. */
function mimeOf(path: string): string {
  return MIMES[extname(path).toLowerCase()] ?? 'application/octet-stream'
}

/** What differs between a file that was lost and one of the same name, in words. */
export function differences(was: MediaInfo, is: MediaInfo): string[] {
  const words = ({ kind, picture, sound }: MediaInfo): Record<string, string> => ({
    kind,
    frames: picture ? `${picture.frames} frames` : 'no picture',
    rate: picture ? `${picture.rate.num}/${picture.rate.den} frames a second` : 'no picture',
    size: picture ? `${picture.size.width} x ${picture.size.height}` : 'no picture',
    sound: sound ? `${sound.channels} channels of ${sound.samples} samples at ${sound.sampleRate} Hz` : 'no sound',
  })
  const [before, after] = [words(was), words(is)]
  return Object.keys(before)
    .filter((key) => before[key] !== after[key])
    .map((key) => `${after[key]}, was ${before[key]}`)
    .filter((line, index, all) => all.indexOf(line) === index)
}

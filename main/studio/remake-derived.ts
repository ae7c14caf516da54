import { CortadoError } from '../../core/errors.ts'
import type { MissingFile } from '../../core/library/media.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg, makeFilmstrip, makePoster, makeProxy } from '../media/index.ts'
import type { Ffmpeg, VideoSource } from '../media/index.ts'
import { makeSound } from './media-sounds.ts'

type Role = 'proxy' | 'poster' | 'filmstrip'

/** Something whose footage is there, and names of what was made of it. */
interface Owner {
  source: VideoSource
  foreign: boolean
  names: Record<Role, string | null>
}

/**
 * Makes missing proxies, posters, filmstrips and sounds again from footage that is there. The same ffmpeg makes the same bytes; what
 * another one makes stands in for them. What is back is taken out of `missing`; returns how many.
 */
export async function remakeDerived(
  library: Library,
  missing: Map<string, MissingFile>,
  signal: AbortSignal,
): Promise<number> {
  const ffmpeg = await findFfmpeg()
  const before = missing.size
  for (const { source, foreign, names } of owners(library, missing)) {
    for (const role of ['proxy', 'poster', 'filmstrip'] as const) {
      const lost = names[role]
      if (lost === null || !missing.has(lost)) continue
      const [out, mime] = await make(library, ffmpeg, source, role, foreign, signal)
      const { sha256: found } = await library.media.adopt(out, mime)
      if (found !== lost) library.media.replace(lost, { found, path: source.path, way: 'remade', differences: [] })
      missing.delete(lost)
    }
  }
  await remakeSounds(library, missing, signal)
  return before - missing.size
}

async function remakeSounds(library: Library, missing: Map<string, MissingFile>, signal: AbortSignal): Promise<void> {
  for (const media of library.imported.list()) {
    for (const { sampleRate, pcm, waveform } of media.sounds) {
      const lost = [pcm, waveform].filter((file) => file !== null && missing.has(file)) as string[]
      if (lost.length === 0 || pathIfHere(library, media.file) === null) continue
      library.imported.keepSound(media.id, await makeSound(library, media, sampleRate, signal))
      for (const file of lost) missing.delete(file)
    }
  }
}

async function make(
  library: Library,
  ffmpeg: Ffmpeg,
  source: VideoSource,
  role: Role,
  foreign: boolean,
  signal: AbortSignal,
): Promise<[path: string, mime: string]> {
  const out = library.media.temporary(role === 'proxy' ? 'mp4' : 'jpg')
  if (role === 'proxy') await makeProxy(ffmpeg, source, { out, signal, foreign })
  else if (role === 'poster') await makePoster(ffmpeg, source, { out, signal })
  else await makeFilmstrip(ffmpeg, source, { out, signal })
  return [out, role === 'proxy' ? 'video/mp4' : 'image/jpeg']
}

function owners(library: Library, missing: ReadonlyMap<string, MissingFile>): Owner[] {
  const wanted = (names: Record<Role, string | null>): boolean =>
    Object.values(names).some((name) => name !== null && missing.has(name))
  const takes = library.takes.list().flatMap(({ master, frames, rate, size, proxy, poster, filmstrip }) => {
    const names = { proxy, poster, filmstrip }
    const path = wanted(names) ? pathIfHere(library, master) : null
    return path === null ? [] : [{ source: { path, frames, rate, size }, foreign: false, names }]
  })
  const media = library.imported.list().flatMap(({ file, info, proxy, poster, filmstrip }) => {
    const names = { proxy, poster, filmstrip }
    const path = wanted(names) ? pathIfHere(library, file) : null
    return path === null || info.picture === null ? [] : [{ source: { path, ...info.picture }, foreign: true, names }]
  })
  return [...takes, ...media]
}

function pathIfHere(library: Library, file: string): string | null {
  try {
    return library.media.locate(file)?.path ?? null
  } catch (error) {
    if (error instanceof CortadoError && error.code === 'MEDIA_DAMAGED') return null
    throw error
  }
}

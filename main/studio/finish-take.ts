import { CortadoError } from '../../core/errors.ts'
import type { Recipe } from '../../core/generation/recipe.ts'
import type { Take } from '../../core/library/entities.ts'
import type { TakeResult } from '../inference/index.ts'
import type { Library } from '../library/index.ts'
import { makeFilmstrip, makePoster, makeProxy } from '../media/index.ts'
import type { Ffmpeg, VideoSource } from '../media/index.ts'

interface Finished {
  job: string
  shot: string
  recipe: Recipe
  parent: string | null
  /** The take whose place in the film this one takes, if it is shown there. */
  replaces?: string | undefined
  made: TakeResult & { memory?: string[] }
}

/** Makes proxy and pictures of a finished master and commits all of it as a take, at once. */
export async function finishTake(
  library: Library,
  ffmpeg: Ffmpeg,
  master: VideoSource,
  signal: AbortSignal,
  { job, shot, recipe, parent, replaces, made }: Finished,
): Promise<Take> {
  const files = {
    proxy: library.media.temporary('mp4'),
    poster: library.media.temporary('jpg'),
    filmstrip: library.media.temporary('jpg'),
  }
  await makeProxy(ffmpeg, master, { out: files.proxy, signal })
  await makePoster(ffmpeg, master, { out: files.poster, signal })
  const strip = await makeFilmstrip(ffmpeg, master, { out: files.filmstrip, signal })
  if (signal.aborted) throw new CortadoError('CANCELLED', 'The job was stopped. Resume it to go on from its last step.')
  const proxy = await library.media.adopt(files.proxy, 'video/mp4')
  const poster = await library.media.adopt(files.poster, 'image/jpeg')
  const filmstrip = await library.media.adopt(files.filmstrip, 'image/jpeg')
  const whole = await library.media.adopt(master.path, 'video/x-matroska')
  return library.takes.record({
    job,
    shot,
    recipe,
    parent,
    replaces,
    master: whole.sha256,
    proxy: proxy.sha256,
    poster: poster.sha256,
    filmstrip: filmstrip.sha256,
    filmstripFrames: strip.frames,
    frames: master.frames,
    rate: master.rate,
    size: master.size,
    madeInMs: made.madeInMs,
    peakBytes: made.peakBytes,
    memory: made.memory,
  })
}

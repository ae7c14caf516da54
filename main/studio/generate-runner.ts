import { CortadoError } from '../../core/errors.ts'
import type { Take } from '../../core/library/entities.ts'
import { removeCheckpoint } from '../inference/index.ts'
import type { Inference } from '../inference/index.ts'
import type { Runner } from '../jobs/index.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg, makeFilmstrip, makePoster, makeProxy } from '../media/index.ts'

/** Makes takes: inference writes the master, then proxy and pictures are made and everything is committed at once. */
export function generateRunner(
  library: Library,
  inference: Inference,
  onTake: (take: Take) => void,
): Runner<'generate'> {
  return {
    concurrency: 1,
    async run(job, { signal, progress, preview, checkpointFolder }) {
      const { recipe, shot } = job.payload
      const ffmpeg = await findFfmpeg()
      const pack = await inference.packs.get(recipe.pack.id)
      const output = library.media.temporary('mkv')
      const made = await inference.generate(
        { recipe, packPath: pack.path, ffmpegPath: ffmpeg.path, checkpointFolder, output },
        {
          signal,
          onProgress: (now) => progress({ fraction: now.progress * 0.97, stage: now.stage, etaMs: now.etaMs }),
          onPreview: preview,
        },
      )
      progress({ fraction: 0.98, stage: 'proxy and pictures' })
      const source = { path: output, frames: recipe.frames, rate: recipe.rate, size: recipe.size }
      const files = {
        proxy: library.media.temporary('mp4'),
        poster: library.media.temporary('jpg'),
        filmstrip: library.media.temporary('jpg'),
      }
      await makeProxy(ffmpeg, source, { out: files.proxy, signal })
      await makePoster(ffmpeg, source, { out: files.poster, signal })
      const strip = await makeFilmstrip(ffmpeg, source, { out: files.filmstrip, signal })
      if (signal.aborted)
        throw new CortadoError('CANCELLED', 'The job was stopped. Resume it to go on from its last step.')
      const [proxy, poster, filmstrip, master] = [
        await library.media.adopt(files.proxy, 'video/mp4'),
        await library.media.adopt(files.poster, 'image/jpeg'),
        await library.media.adopt(files.filmstrip, 'image/jpeg'),
        await library.media.adopt(output, 'video/x-matroska'),
      ]
      const take = await library.takes.record({
        job: job.id,
        shot,
        recipe,
        master: master.sha256,
        proxy: proxy.sha256,
        poster: poster.sha256,
        filmstrip: filmstrip.sha256,
        filmstripFrames: strip.frames,
        frames: made.frames,
        rate: recipe.rate,
        size: recipe.size,
        parent: null,
        madeInMs: made.madeInMs,
        peakBytes: made.peakBytes,
      })
      await removeCheckpoint(checkpointFolder)
      onTake(take)
      return { take: take.id, frames: made.frames }
    },
  }
}

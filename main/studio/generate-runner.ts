import type { Take } from '../../core/library/entities.ts'
import { removeCheckpoint } from '../inference/index.ts'
import type { Inference } from '../inference/index.ts'
import type { Runner } from '../jobs/index.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg } from '../media/index.ts'
import { finishTake } from './finish-take.ts'

/** Makes takes: inference writes the master, then proxy and pictures are made and everything is committed at once. */
export function generateRunner(
  library: Library,
  inference: Inference,
  onTake: (take: Take) => void,
): Runner<'generate'> {
  return {
    places: ({ payload: { recipe, device } }) => inference.places(recipe.provider, device, [recipe.pack.sha256]),
    async run(job, { signal, progress, preview, checkpointFolder, place }) {
      const { recipe, shot } = job.payload
      const ffmpeg = await findFfmpeg()
      const pack = await inference.packs.get(recipe.pack.id)
      const output = library.media.temporary('mkv')
      const made = await inference.generate(
        { recipe, packPath: pack.path, ffmpegPath: ffmpeg.path, checkpointFolder, output, device: place },
        {
          signal,
          onProgress: (now) => progress({ fraction: now.progress * 0.97, stage: now.stage, etaMs: now.etaMs }),
          onPreview: preview,
        },
      )
      progress({ fraction: 0.98, stage: 'proxy and pictures' })
      const source = { path: output, frames: made.frames, rate: recipe.rate, size: recipe.size }
      const take = await finishTake(library, ffmpeg, source, signal, { job: job.id, shot, recipe, parent: null, made })
      await removeCheckpoint(checkpointFolder)
      onTake(take)
      return { take: take.id, frames: made.frames }
    },
  }
}

import type { Recipe } from '../../core/generation/recipe.ts'
import type { Take } from '../../core/library/entities.ts'
import { removeCheckpoint } from '../inference/index.ts'
import type { GenerateTask, Inference } from '../inference/index.ts'
import type { Runner } from '../jobs/index.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg } from '../media/index.ts'
import { pathOf } from './changes.ts'
import { finishTake } from './finish-take.ts'

/** Makes takes: inference writes the master, then proxy and pictures are made and everything is committed at once. */
export function generateRunner(
  library: Library,
  inference: Inference,
  onTake: (take: Take, job: string) => void,
): Runner<'generate'> {
  return {
    places: ({ payload: { recipe, device } }) => inference.places(recipe.provider, device, [recipe.pack.sha256]),
    async run(job, { signal, progress, preview, checkpointFolder, place }) {
      const { recipe, shot, memoryBytes, parent = null } = job.payload
      const ffmpeg = await findFfmpeg()
      const pack = await inference.packs.get(recipe.pack.id)
      const output = library.media.temporary('mkv')
      let fraction = 0
      const made = await inference.generate(
        {
          recipe,
          packPath: pack.path,
          keyframes: recipe.keyframes?.map(({ picture }) => pathOf(library, picture)),
          footage: footageOf(library, recipe, ffmpeg.version),
          ffmpegPath: ffmpeg.path,
          checkpointFolder,
          output,
          memoryBytes,
          device: place,
        },
        {
          signal,
          onProgress: (now) => {
            fraction = now.progress * 0.97
            progress({ fraction, stage: now.stage, etaMs: now.etaMs })
          },
          onPreview: preview,
          onMemory: (stage) => progress({ fraction, stage }),
        },
      )
      progress({ fraction: 0.98, stage: 'proxy and pictures' })
      const source = { path: output, frames: made.frames, rate: recipe.rate, size: recipe.size }
      const take = await finishTake(library, ffmpeg, source, signal, {
        job: job.id,
        shot,
        recipe: made.recipe,
        parent,
        made,
      })
      await removeCheckpoint(checkpointFolder)
      onTake(take, job.id)
      return { take: take.id, frames: made.frames, ...(made.memory.length === 0 ? {} : { memory: made.memory }) }
    },
  }
}

/** The files of the footage that a recipe names. Throws `NOT_FOUND`, `MEDIA_DAMAGED`. */
function footageOf(library: Library, { given, rate }: Recipe, ffmpegVersion: string): GenerateTask['footage'] {
  if (given === undefined) return undefined
  const clips = given.footage.map(({ media }) => ({ path: pathOf(library, media), rate }))
  const region = given.region === undefined ? {} : { region: pathOf(library, given.region.media) }
  return { ffmpegVersion, clips, ...region }
}

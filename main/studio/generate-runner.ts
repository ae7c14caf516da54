import type { Recipe } from '../../core/generation/recipe.ts'
import type { Take } from '../../core/library/entities.ts'
import { removeCheckpoint } from '../inference/index.ts'
import type { GenerateTask, Inference } from '../inference/index.ts'
import type { JobContext, JobOf, Runner } from '../jobs/index.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg } from '../media/index.ts'
import { pathOf } from './changes.ts'
import { finishTake } from './finish-take.ts'
import { trialPlaces, tryDevice } from './try-device.ts'

type Payload = JobOf<'generate'>['payload']

/** Makes takes: inference writes the master, then proxy and pictures are made and everything is committed at once. */
export function generateRunner(
  library: Library,
  inference: Inference,
  onTake: (take: Take) => void,
): Runner<'generate'> {
  return {
    places: ({ payload: { recipe, device, trial } }) =>
      trial === undefined ? inference.places(recipe.provider, device, [recipe.pack.sha256]) : trialPlaces(trial),
    async run(job, context) {
      if (job.payload.trial !== undefined) return { again: await settled(inference, job.payload, context) }
      const { signal, progress, preview, checkpointFolder, place } = context
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
      onTake(take)
      return { take: take.id, frames: made.frames, ...(made.memory.length === 0 ? {} : { memory: made.memory }) }
    },
  }
}

/** The job on the device that its trial found. */
async function settled(inference: Inference, payload: Payload, context: JobContext): Promise<Payload> {
  const { recipe, trial: before, device: _guess, ...rest } = payload
  if (before === undefined) return payload
  const pack = await inference.packs.get(recipe.pack.id)
  const { choice, trial } = await tryDevice(inference, [pack], before, context)
  const { threads: _guessed, ...settings } = recipe
  const { provider, threads, device } = choice
  return {
    ...rest,
    recipe: { ...settings, provider, ...(threads === undefined ? {} : { threads }) },
    ...(device === undefined ? {} : { device }),
    ...(trial === undefined ? {} : { trial }),
  }
}

/** The files of the footage that a recipe names. Throws `NOT_FOUND`, `MEDIA_DAMAGED`. */
function footageOf(library: Library, { given, rate }: Recipe, ffmpegVersion: string): GenerateTask['footage'] {
  if (given === undefined) return undefined
  const clips = given.footage.map(({ media }) => ({ path: pathOf(library, media), rate }))
  const region = given.region === undefined ? {} : { region: pathOf(library, given.region.media) }
  return { ffmpegVersion, clips, ...region }
}

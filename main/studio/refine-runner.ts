import { CortadoError } from '../../core/errors.ts'
import type { RefineStep } from '../../core/generation/recipe.ts'
import { refinedRecipe } from '../../core/generation/resolve-refinement.ts'
import { refinedClip } from '../../core/generation/refined-clip.ts'
import type { Take } from '../../core/library/entities.ts'
import { removeCheckpoint } from '../inference/index.ts'
import type { Inference } from '../inference/index.ts'
import type { JobContext, JobOf, Runner } from '../jobs/index.ts'
import type { Library } from '../library/index.ts'
import { findFfmpeg } from '../media/index.ts'
import { finishTake } from './finish-take.ts'
import { trialPlaces, tryDevice } from './try-device.ts'

type Payload = JobOf<'refine'>['payload']

/** Refines takes. The result stands beside the take that it was made of, and is shown in the film where that one was. */
export function refineRunner(library: Library, inference: Inference, onTake: (take: Take) => void): Runner<'refine'> {
  return {
    places({ payload }) {
      if (payload.trial !== undefined) return trialPlaces(payload.trial)
      const steps = stepsOf(payload)
      const packs = steps.map(({ pack }) => pack.sha256)
      return inference.places(steps[0]?.provider ?? 'cpu', payload.device, packs)
    },
    async run(job, context) {
      const { signal, progress, checkpointFolder, place } = context
      const { shot } = job.payload
      const parent = sourceTake(library, job)
      if (job.payload.trial !== undefined) return { again: await settled(inference, job.payload, context) }
      const steps = stepsOf(job.payload)
      // The job was queued before its take was made, perhaps in spans, in tiles or on another device than was thought.
      const recipe = refinedRecipe(parent.recipe, steps)
      const ffmpeg = await findFfmpeg()
      const packs = await Promise.all(steps.map((step) => inference.packs.refiner(step.pack.id)))
      const master = library.media.locate(parent.master)
      if (!master) {
        throw new CortadoError(
          'NOT_FOUND',
          'The master of that take is not in the project. Restore it, or make the take again.',
        )
      }
      const { size, frames, rate } = parent
      const output = library.media.temporary('mkv')
      const made = await inference.refine(
        {
          recipe,
          steps,
          packPaths: packs.map((pack) => pack.path),
          source: { path: master.path, size, frames, rate },
          ffmpeg: { path: ffmpeg.path, version: ffmpeg.version },
          checkpointFolder,
          output,
          device: place,
        },
        {
          signal,
          onProgress: (now) => progress({ fraction: now.progress * 0.97, stage: now.stage }),
        },
      )
      progress({ fraction: 0.98, stage: 'proxy and pictures' })
      const source = { path: output, ...refinedClip({ size, frames, rate }, steps) }
      const take = await finishTake(library, ffmpeg, source, signal, {
        job: job.id,
        shot,
        recipe,
        parent: parent.id,
        replaces: parent.id,
        made,
      })
      await removeCheckpoint(checkpointFolder)
      onTake(take)
      return { take: take.id, frames: take.frames }
    },
  }
}

/** The job on the device that its trial found. */
async function settled(inference: Inference, payload: Payload, context: JobContext): Promise<Payload> {
  const { trial: before, device: _guess, ...rest } = payload
  if (before === undefined) return payload
  const steps = stepsOf(payload)
  const packs = await Promise.all(steps.map(({ pack }) => inference.packs.refiner(pack.id)))
  const { choice, trial } = await tryDevice(inference, packs, before, context)
  const { provider, threads, device } = choice
  const placed = steps.map(({ threads: _guessed, ...step }) => ({
    ...step,
    provider,
    ...(threads === undefined ? {} : { threads }),
  }))
  const earlier = (payload.recipe.refine ?? []).slice(0, -steps.length)
  return {
    ...rest,
    recipe: { ...payload.recipe, refine: [...earlier, ...placed] },
    ...(device === undefined ? {} : { device }),
    ...(trial === undefined ? {} : { trial }),
  }
}

/** The refinements that are this job's own. */
function stepsOf({ recipe, steps }: Payload): RefineStep[] {
  return (recipe.refine ?? []).slice(-steps)
}

/** The take to refine: named, or made by the job before. */
function sourceTake(library: Library, { payload: { source } }: JobOf<'refine'>): Take {
  if ('take' in source) return library.takes.get(source.take)
  const made = library.jobs.get(source.job).result?.take
  if (made !== undefined) return library.takes.get(made)
  throw new CortadoError(
    'NOT_FOUND',
    'The take that this job refines was not made. Start the job that makes it again, and then this one.',
  )
}

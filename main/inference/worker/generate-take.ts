import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { canonicalJson } from '../../../core/canonical-json.ts'
import type { Preview } from '../../../core/contract/events.ts'
import { CortadoError } from '../../../core/errors.ts'
import { diskError, sha256 } from '../../files/index.ts'
import { openMasterWriter } from '../../media/index.ts'
import { TorchGenerator } from '../noise/index.ts'
import { readPackText, SCHEDULER_CONFIG, type PackFolder } from '../packs/read-pack.ts'
import type { LatentShape, VideoPipeline } from '../pipelines/pipeline.ts'
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../sampler/checkpoint.ts'
import { denoise, initialLatents } from '../sampler/denoise.ts'
import { namedScheduler } from '../sampler/named-scheduler.ts'
import { latentPreview } from '../sampler/preview.ts'
import type { Scheduler } from '../schedulers/index.ts'
import type { GenerateTask, TakeProgress, TakeResult } from './protocol.ts'
import { Stopwatch } from './stopwatch.ts'

/**
 * Pixels decoded at once. Four frames of 128 x 128 are faster than one or sixteen, in half the memory of sixteen; and
 * memory stays flat whatever the length.
 */
const DECODE_PIXELS = 1 << 16

export interface TakeHooks {
  onProgress: (progress: TakeProgress) => void
  onPreview: (preview: Preview) => void
  /** Asked between any two model runs. */
  cancelled: () => boolean
}

/**
 * Makes one take: text, steps with a checkpoint after each, then frames straight into the encoder. The latents are on
 * disk before decoding starts. The checkpoint is left for the caller, who removes it once the take is safe.
 */
export async function generateTake(
  task: GenerateTask,
  pack: PackFolder,
  pipeline: VideoPipeline,
  hooks: TakeHooks,
): Promise<TakeResult> {
  const { recipe } = task
  const watch = new Stopwatch(recipe)
  const text = canonicalJson(recipe)
  const name = sha256(text)
  const shape = latentShape(task, pack)
  const scheduler = namedScheduler(recipe.scheduler, await readPackText(pack.path, SCHEDULER_CONFIG), recipe.steps)
  const generator = new TorchGenerator(recipe.seed)
  await makeFolder(task.checkpointFolder)
  const saved = restore(await readCheckpoint(task.checkpointFolder, name), shape, scheduler, generator)
  const start = saved ?? { step: 0, latents: initialLatents(generator, shape, scheduler), elapsedMs: 0 }
  const resumedFrom = start.step
  hooks.onProgress(watch.atText(start.step))
  await checkCancelled(hooks)

  let latents = start.latents
  if (start.step < recipe.steps) {
    const conditioning = await pipeline.encode(recipe.prompt, recipe.negativePrompt, recipe.guidance)
    watch.stepsBegin()
    const { guidance, window } = recipe
    latents = await denoise({
      pipeline,
      scheduler,
      generator,
      conditioning,
      guidance,
      shape,
      window,
      start,
      beforeRun: () => checkCancelled(hooks),
      onStep: async (result) => {
        const elapsedMs = start.elapsedMs + watch.elapsedMs()
        await writeCheckpoint(task.checkpointFolder, {
          recipe: name,
          step: result.step,
          latents: result.latents,
          elapsedMs,
          scheduler: scheduler.saveState(),
          generator: generator.state(),
        })
        hooks.onProgress(watch.atStep(result.step))
        hooks.onPreview(latentPreview(result.denoised, shape, recipe.frames, result.step, pack.manifest.preview))
      },
    })
  }
  watch.framesBegin()
  await encodeFrames(task, pipeline, latents, shape, text, (done) => hooks.onProgress(watch.atFrame(done)), hooks)
  return {
    frames: recipe.frames,
    madeInMs: Math.round(start.elapsedMs + watch.elapsedMs()),
    peakBytes: process.resourceUsage().maxRSS * 1024,
    resumedFrom,
    timings: watch.timings(),
  }
}

/** A clip shorter than the length that a graph insists on is made whole and cut when it is decoded. */
function latentShape({ recipe }: GenerateTask, { manifest }: PackFolder): LatentShape {
  const { channels, spatialCompression } = manifest.latents
  return {
    channels,
    frames: manifest.frames.rule === 'free' ? recipe.frames : Math.max(recipe.frames, manifest.frames.window),
    height: recipe.size.height / spatialCompression,
    width: recipe.size.width / spatialCompression,
  }
}

/** Puts scheduler and noise back to where the checkpoint was taken; null (from the start) where it does not fit. */
function restore(
  checkpoint: Checkpoint | null,
  shape: LatentShape,
  scheduler: Scheduler,
  generator: TorchGenerator,
): Checkpoint | null {
  if (checkpoint === null) return null
  const count = shape.channels * shape.frames * shape.height * shape.width
  if (checkpoint.latents.length !== count || checkpoint.step > scheduler.timesteps.length) return null
  scheduler.restoreState(checkpoint.scheduler)
  generator.restore(checkpoint.generator)
  return checkpoint
}

async function encodeFrames(
  task: GenerateTask,
  pipeline: VideoPipeline,
  latents: Float32Array,
  shape: LatentShape,
  recipeText: string,
  onFrame: (done: number) => void,
  hooks: TakeHooks,
): Promise<void> {
  const { recipe, ffmpegPath, output } = task
  const { width, height } = recipe.size
  const chunk = Math.max(1, Math.floor(DECODE_PIXELS / (width * height)))
  await makeFolder(dirname(output))
  await removeLeftovers(output)
  const writer = openMasterWriter({
    ffmpegPath,
    path: output,
    width,
    height,
    rate: recipe.rate,
    metadata: { CORTADO_RECIPE: recipeText },
  })
  try {
    for (let from = 0; from < recipe.frames; from += chunk) {
      await checkCancelled(hooks)
      const to = Math.min(recipe.frames, from + chunk)
      await writer.write(await pipeline.decode(latents, shape, from, to))
      onFrame(to)
    }
    await writer.finish()
  } catch (error) {
    await writer.abort()
    throw error
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    throw diskError(error, path)
  }
}

/** An attempt that was killed may have left its unfinished file beside the output. */
async function removeLeftovers(output: string): Promise<void> {
  const folder = dirname(output)
  const prefix = `.${basename(output)}.`
  const names = await readdir(folder)
  const left = names.filter((name) => name.startsWith(prefix) && name.endsWith('.tmp'))
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })))
}

/** Lets messages in (a model run blocks the thread), then throws `CANCELLED` where one of them said so. */
async function checkCancelled({ cancelled }: TakeHooks): Promise<void> {
  await nextTurn()
  await nextTurn()
  if (cancelled()) throw new CortadoError('CANCELLED', 'The job was stopped. Resume it to go on from its last step.')
}

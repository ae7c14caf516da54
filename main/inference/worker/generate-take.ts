import { canonicalJson } from '../../../core/canonical-json.ts'
import type { Preview } from '../../../core/contract/events.ts'
import { sha256 } from '../../files/index.ts'
import { openMasterWriter } from '../../media/index.ts'
import { TorchGenerator } from '../noise/index.ts'
import { readPackText, SCHEDULER_CONFIG, type PackFolder } from '../packs/read-pack.ts'
import type { ClipRun, VideoPipeline } from '../pipelines/pipeline.ts'
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../sampler/checkpoint.ts'
import { denoise } from '../sampler/denoise.ts'
import { namedScheduler } from '../sampler/named-scheduler.ts'
import { latentPreview } from '../sampler/preview.ts'
import type { Scheduler } from '../schedulers/index.ts'
import { checkCancelled, makeFolder, prepareOutput } from './output.ts'
import type { GenerateTask, TakeProgress, TakeResult } from './protocol.ts'
import { peakMemory, restartPeakMemory } from './peak-memory.ts'
import { readKeyframes } from './read-keyframes.ts'
import { Stopwatch } from './stopwatch.ts'

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
  restartPeakMemory()
  const watch = new Stopwatch(recipe)
  const recipeText = canonicalJson(recipe)
  const name = checkpointName(recipe)
  const scheduler = namedScheduler(recipe, await readPackText(pack.path, SCHEDULER_CONFIG), pack.manifest)
  const generator = new TorchGenerator(recipe.seed)
  const { frames, size, rate, guidance, window, temporalDecoder = false, decodeTile: tile = null } = recipe
  const clip = { frames, size, rate, keyframes: await readKeyframes(task), temporalDecoder, tile }
  await makeFolder(task.checkpointFolder)
  const checkpoint = await readCheckpoint(task.checkpointFolder, name)
  hooks.onProgress(watch.atText(checkpoint?.step ?? 0))
  await checkCancelled(hooks)
  const run = await pipeline.begin(clip, generator, scheduler.initNoiseSigma)
  const saved = restore(checkpoint, run, scheduler, generator)
  const start = saved ?? { step: 0, latents: run.latents, elapsedMs: 0 }
  const resumedFrom = start.step
  await checkCancelled(hooks)

  let latents = start.latents
  if (start.step < recipe.steps) {
    const text = await pipeline.encode(recipe.prompt, recipe.negativePrompt, guidance)
    const shown = { lead: run.lead, count: Math.min(frames, run.shape.frames - run.lead) }
    watch.stepsBegin()
    latents = await denoise({
      run,
      scheduler,
      generator,
      text,
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
        hooks.onPreview(latentPreview(result.denoised, run.shape, shown, result.step, pack.manifest.preview))
      },
    })
  }
  watch.framesBegin()
  await encodeFrames(
    task,
    run.frames(latents, generator),
    recipeText,
    (done) => hooks.onProgress(watch.atFrame(done)),
    hooks,
  )
  return {
    frames,
    madeInMs: Math.round(start.elapsedMs + watch.elapsedMs()),
    peakBytes: peakMemory(),
    resumedFrom,
    timings: watch.timings(),
    speeds: [],
  }
}

/** Steps do not depend on how frames are decoded after them, so a take may go on with smaller tiles. */
function checkpointName(recipe: GenerateTask['recipe']): string {
  return sha256(canonicalJson({ ...recipe, decodeTile: undefined }))
}

/** Puts scheduler and noise back to where the checkpoint was taken; null (from the start) where it does not fit. */
function restore(
  checkpoint: Checkpoint | null,
  run: ClipRun,
  scheduler: Scheduler,
  generator: TorchGenerator,
): Checkpoint | null {
  if (checkpoint === null) return null
  if (checkpoint.latents.length !== run.latents.length || checkpoint.step > scheduler.timesteps.length) return null
  scheduler.restoreState(checkpoint.scheduler)
  generator.restore(checkpoint.generator)
  return checkpoint
}

async function encodeFrames(
  task: GenerateTask,
  frames: AsyncIterable<Uint8Array>,
  recipeText: string,
  onFrame: (done: number) => void,
  hooks: TakeHooks,
): Promise<void> {
  const { recipe, ffmpegPath, output } = task
  const { width, height } = recipe.size
  await prepareOutput(output)
  const writer = openMasterWriter({
    ffmpegPath,
    path: output,
    width,
    height,
    rate: recipe.rate,
    metadata: { CORTADO_RECIPE: recipeText },
  })
  try {
    let done = 0
    for await (const rgb of frames) {
      await writer.write(rgb)
      done += rgb.length / (width * height * 3)
      onFrame(done)
      await checkCancelled(hooks)
    }
    await writer.finish()
  } catch (error) {
    await writer.abort()
    throw error
  }
}

import { canonicalJson } from '../../../core/canonical-json.ts'
import { seenFrames, type Recipe } from '../../../core/generation/recipe.ts'
import type { Preview } from '../../../core/contract/events.ts'
import { sha256 } from '../../files/index.ts'
import { openMasterWriter } from '../../media/index.ts'
import { TorchGenerator } from '../noise/index.ts'
import { readPackText, SCHEDULER_CONFIG, type PackFolder } from '../packs/read-pack.ts'
import type { VideoPipeline } from '../pipelines/pipeline.ts'
import { keepCheckpoints, readCheckpoint } from '../sampler/checkpoint.ts'
import { namedScheduler } from '../sampler/named-scheduler.ts'
import { latentPreview } from '../sampler/preview.ts'
import type { PromptRun } from '../sampler/prompt-runs.ts'
import { BlackFrames } from './black-frames.ts'
import { checkCancelled, makeFolder, prepareOutput } from './output.ts'
import type { GenerateTask, TakeProgress, TakeResult } from './protocol.ts'
import { peakMemory, restartPeakMemory } from './peak-memory.ts'
import { readKeyframes } from './read-keyframes.ts'
import { denoisePasses, stepsOf } from './passes.ts'
import { openTakeFootage } from './take-footage.ts'
import { Stopwatch } from './stopwatch.ts'

export interface TakeHooks {
  onProgress: (progress: TakeProgress) => void
  onPreview: (preview: Preview) => void
  /** Asked between any two model runs. */
  cancelled: () => boolean
}

/**
 * Makes one take: text, steps with a checkpoint after each, then frames straight into the encoder. The latents are on
 * disk before decoding starts, and stay there where the frames come out broken (`FRAMES_BROKEN`). The checkpoint is left for the caller, who removes it once the take is safe.
 */
export async function generateTake(
  task: GenerateTask,
  pack: PackFolder,
  pipeline: VideoPipeline,
  hooks: TakeHooks,
): Promise<TakeResult> {
  const { recipe } = task
  restartPeakMemory()
  const { manifest } = pack
  const { size, rate, temporalDecoder = false, decodeTile: tile = null, decodeSpan: span = null } = recipe
  const recipeText = canonicalJson(recipe)
  const name = checkpointName(recipe)
  const schedule = await readPackText(pack.path, SCHEDULER_CONFIG)
  const newScheduler = () => namedScheduler(recipe, schedule, manifest)
  const generator = new TorchGenerator(recipe.seed)
  const footage = await openTakeFootage(task, manifest)
  const frames = seenFrames(recipe)
  const keyframes = await readKeyframes(task)
  const clip = { frames, size, rate, keyframes, footage: footage?.clip, temporalDecoder, tile, span }
  await makeFolder(task.checkpointFolder)
  const checkpoint = await readCheckpoint(task.checkpointFolder, name)
  const watch = new Stopwatch(recipe, manifest.latents.temporalCompression)
  hooks.onProgress(watch.atText(checkpoint?.step ?? 0))
  await checkCancelled(hooks)
  const run = await pipeline.begin(clip, generator, newScheduler().initNoiseSigma)
  const saved = checkpoint?.latents.length === run.latents.length ? checkpoint : null
  await checkCancelled(hooks)

  let latents = saved?.latents ?? run.latents
  const shown = { lead: run.lead, count: Math.min(frames, run.shape.frames - run.lead) }
  const elapsed = (): number => (saved?.elapsedMs ?? 0) + watch.elapsedMs()
  if ((saved?.step ?? 0) < stepsOf(recipe, run)) {
    const prompts = await promptRuns(recipe, pipeline, manifest.latents.temporalCompression)
    watch.stepsBegin()
    const keeper = keepCheckpoints(task.checkpointFolder)
    latents = await denoisePasses({
      recipe,
      clip,
      pipeline,
      temporalCompression: manifest.latents.temporalCompression,
      whole: run,
      generator,
      newScheduler,
      prompts,
      mask: footage?.mask ?? null,
      checkpoint: saved,
      beforeRun: () => checkCancelled(hooks),
      onStep: (state, denoised) => {
        keeper.keep({ recipe: name, ...state, elapsedMs: elapsed() })
        hooks.onProgress(watch.atStep(state.step))
        hooks.onPreview(latentPreview(denoised, run.shape, shown, state.step, manifest.preview))
      },
    }).finally(keeper.close)
  } else if (saved !== null) generator.restore(saved.generator)
  watch.framesBegin()
  const black = new BlackFrames()
  const made = black.watching(run.frames(latents, generator))
  await encodeFrames(
    task,
    footage === null ? made : footage.over(made),
    recipeText,
    () => black.refuse(() => latentPreview(latents, run.shape, shown, recipe.steps, pack.manifest.preview)),
    (done) => hooks.onProgress(watch.atFrame(done)),
    hooks,
  )
  return {
    frames: recipe.frames,
    madeInMs: Math.round(elapsed()),
    peakBytes: peakMemory(),
    resumedFrom: saved?.step ?? 0,
    timings: watch.timings(),
    speeds: [],
  }
}

/** Steps do not depend on how frames are decoded after them, so a take may go on with shorter spans and smaller tiles. */
function checkpointName(recipe: GenerateTask['recipe']): string {
  return sha256(canonicalJson({ ...recipe, decodeTile: undefined, decodeSpan: undefined }))
}

/** The texts of a take, each with the latent frame of the seen clip from which on it speaks. */
async function promptRuns(recipe: Recipe, pipeline: VideoPipeline, temporalCompression: number): Promise<PromptRun[]> {
  const { prompt, prompts = [], negativePrompt, guidance, given } = recipe
  const first = given?.seen.from ?? 0
  const latent = (frame: number): number => Math.max(0, Math.ceil((frame - first) / temporalCompression))
  const turns = [{ at: 0, prompt }, ...prompts].map((turn) => ({ at: latent(turn.at), prompt: turn.prompt }))
  // Of those that begin together, or before what is seen, only the last one speaks.
  const heard = turns.filter(({ at }, index) => turns[index + 1]?.at !== at)
  const runs: PromptRun[] = []
  for (const turn of heard) {
    runs.push({ at: turn.at, text: await pipeline.encode(turn.prompt, negativePrompt, guidance) })
  }
  return runs
}

async function encodeFrames(
  task: GenerateTask,
  frames: AsyncIterable<Uint8Array>,
  recipeText: string,
  check: () => void,
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
    check()
    await writer.finish()
  } catch (error) {
    await writer.abort()
    throw error
  }
}

import { canonicalJson } from '../../../core/canonical-json.ts'
import { hopsOf } from '../../../core/generation/hops.ts'
import { latentCount, latentShape } from '../../../core/generation/latent-shape.ts'
import { seenFrames, type Recipe } from '../../../core/generation/recipe.ts'
import type { Preview } from '../../../core/contract/events.ts'
import { sha256 } from '../../files/index.ts'
import { openMasterWriter } from '../../media/index.ts'
import { TorchGenerator } from '../noise/index.ts'
import { readPackText, SCHEDULER_CONFIG } from '../packs/read-pack.ts'
import { type PackFolder } from '../packs/pack-folder.ts'
import type { VideoPipeline } from '../pipelines/pipeline.ts'
import { keepCheckpoints, readCheckpoint, type Checkpoint } from '../sampler/checkpoint.ts'
import { namedScheduler } from '../sampler/named-scheduler.ts'
import { latentPreview } from '../sampler/preview.ts'
import type { PromptRun } from '../sampler/prompt-runs.ts'
import { BlackFrames } from './black-frames.ts'
import { checkCancelled, makeFolder, prepareOutput } from './output.ts'
import type { GenerateTask, TakeProgress, TakeResult } from './protocol.ts'
import { peakMemory, restartPeakMemory } from './peak-memory.ts'
import { readKeyframes } from './read-keyframes.ts'
import { denoisePasses, stepsOf } from './passes.ts'
import { framesOfPasses } from './picture-passes.ts'
import { openTakeFootage } from './take-footage.ts'
import { Stopwatch } from './stopwatch.ts'
import type { WindowLead } from './window-lead.ts'

export interface TakeHooks {
  onProgress: (progress: TakeProgress) => void
  /** Left out, no preview is made. */
  onPreview?: ((preview: Preview) => void) | undefined
  /** Asked between any two model runs. */
  cancelled: () => boolean
  /** Where other workers may help with windows. */
  lead?: Pick<WindowLead, 'predict' | 'ownShare'> | undefined
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
  await makeFolder(task.checkpointFolder)
  const checkpoint = await readCheckpoint(task.checkpointFolder, name)
  const shown = footage === null ? undefined : { ...footage.clip, latents: finishedLatents(checkpoint, task, pack) }
  const clip = { frames, size, rate, keyframes, footage: shown, temporalDecoder, tile, span }
  const watch = new Stopwatch(recipe, manifest.latents.temporalCompression)
  hooks.onProgress(watch.atText(checkpoint?.step ?? 0))
  await checkCancelled(hooks)
  const run = await pipeline.begin(clip, generator, newScheduler().initNoiseSigma)
  const saved = checkpoint?.latents.length === run.latents.length ? checkpoint : null
  await checkCancelled(hooks)

  let latents = saved?.latents ?? run.latents
  const previewed = { lead: run.lead, count: Math.min(frames, run.shape.frames - run.lead) }
  const passes = {
    recipe,
    clip,
    pipeline,
    temporalCompression: manifest.latents.temporalCompression,
    whole: run,
    generator,
    newScheduler,
    mask: footage?.mask ?? null,
  }
  const elapsed = (): number => (saved?.elapsedMs ?? 0) + watch.elapsedMs()
  if ((saved?.step ?? 0) < stepsOf(recipe, run)) {
    const prompts = await promptRuns(recipe, pipeline, manifest.latents.temporalCompression)
    watch.stepsBegin()
    const keeper = keepCheckpoints(task.checkpointFolder)
    latents = await denoisePasses({
      ...passes,
      prompts,
      checkpoint: saved,
      beforeRun: () => checkCancelled(hooks),
      predictWindows: hooks.lead?.predict,
      onStep: (state, denoised) => {
        keeper.keep({ recipe: name, ...state, elapsedMs: elapsed() })
        hooks.onProgress(watch.atStep(state.step))
        hooks.onPreview?.(latentPreview(denoised, run.shape, previewed, state.step, manifest.preview))
      },
    }).finally(keeper.close)
  } else if (saved !== null) generator.restore(saved.generator)
  watch.framesBegin()
  const black = new BlackFrames()
  const made = black.watching(framesOfPasses(passes, latents))
  await encodeFrames(
    task,
    footage === null ? made : footage.over(made),
    recipeText,
    () => black.refuse(() => latentPreview(latents, run.shape, previewed, recipe.steps, pack.manifest.preview)),
    (done) => hooks.onProgress(watch.atFrame(done)),
    hooks,
  )
  return {
    frames: recipe.frames,
    madeInMs: Math.round(elapsed()),
    peakBytes: peakMemory(),
    resumedFrom: saved?.step ?? 0,
    timings: watch.timings(hooks.lead?.ownShare ?? 1),
    speeds: [],
  }
}

/**
 * Steps do not depend on how frames are decoded after them, so a take may go on with shorter spans and smaller tiles; but
 * for passes that go on from what the one before was decoded to.
 */
function checkpointName(recipe: GenerateTask['recipe']): string {
  if (recipe.window?.picture === true) return sha256(canonicalJson(recipe))
  return sha256(canonicalJson({ ...recipe, decodeTile: undefined, decodeSpan: undefined }))
}

/** The latents of a take over footage of which only the frames are left to make: what lies under it need not be encoded again. */
function finishedLatents(
  checkpoint: Checkpoint | null,
  { recipe }: GenerateTask,
  { manifest }: PackFolder,
): Float32Array | undefined {
  const shape = latentShape(manifest, seenFrames(recipe), recipe.size)
  const steps = hopsOf(shape.frames, recipe.window).length * recipe.steps
  return checkpoint?.step === steps && checkpoint.latents.length === latentCount(shape) ? checkpoint.latents : undefined
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

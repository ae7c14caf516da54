import { join } from 'node:path'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { errorCode } from '../../../core/errors.ts'
import { sha256 } from '../../files/index.ts'
import { decodeFrames, openMasterWriter } from '../../media/index.ts'
import { createStage, type Frames, type Stage } from '../refine/stage.ts'
import type { Network } from '../refine/network.ts'
import { openSpool } from '../refine/spool.ts'
import type { TakeHooks } from './generate-take.ts'
import { checkCancelled, prepareOutput } from './output.ts'
import { peakMemory, restartPeakMemory } from './peak-memory.ts'
import type { RefineTask, TakeResult } from './protocol.ts'

/** The spool's folder within the job's checkpoint folder. */
const SPOOL = 'frames'

/**
 * Refines one take: its master is decoded, every step works on one frame at a time, and each finished frame goes into the
 * encoder and into the spool, from which a stopped job goes on. The networks stand in the order of the task's steps.
 */
export async function refineTake(
  task: RefineTask,
  networks: readonly Network[],
  hooks: Pick<TakeHooks, 'onProgress' | 'cancelled'>,
): Promise<TakeResult> {
  restartPeakMemory()
  const began = performance.now()
  const text = canonicalJson(task.recipe)
  const stages = stagesOf(task, networks)
  const { size, frames, rate } = stages.at(-1)?.output ?? task.source
  const spool = await openSpool(join(task.checkpointFolder, SPOOL), sha256(text), 3 * size.width * size.height)
  await prepareOutput(task.output)
  const writer = openMasterWriter({
    ffmpegPath: task.ffmpeg.path,
    path: task.output,
    ...size,
    rate,
    metadata: { CORTADO_RECIPE: text },
  })
  const total = runsFrom(stages, 0)
  let runs = total - runsFrom(stages, spool.saved)
  let done = spool.saved
  const tell = (): void =>
    hooks.onProgress({
      stage: `frame ${Math.min(done + 1, frames)} of ${frames}`,
      progress: total === 0 ? done / frames : runs / total,
      step: done,
      steps: frames,
      etaMs: null,
    })
  const beforeRun = async (): Promise<void> => {
    await checkCancelled(hooks)
    tell()
    runs++
  }
  try {
    for await (const frame of spool.frames()) await writer.write(frame)
    if (done < frames) {
      for await (const frame of refined(task, stages, spool.saved, beforeRun)) {
        await checkCancelled(hooks)
        await writer.write(frame)
        await spool.add(frame)
        done++
        tell()
      }
    }
    await writer.finish()
  } catch (error) {
    await writer.abort()
    if (errorCode(error) === 'CANCELLED') await spool.flush()
    throw error
  }
  return {
    frames: done,
    madeInMs: Math.round(spool.elapsedMs + performance.now() - began),
    peakBytes: peakMemory(),
    resumedFrom: spool.saved,
    timings: null,
    speeds: stages.map(({ spent }) => (spent.megapixels === 0 ? null : spent.ms / spent.megapixels)),
  }
}

function stagesOf({ steps, source }: RefineTask, networks: readonly Network[]): Stage[] {
  const stages: Stage[] = []
  for (const [index, step] of steps.entries()) {
    stages.push(createStage(step, networks[index] as Network, stages.at(-1)?.output ?? source))
  }
  return stages
}

/** Runs of all networks for the output frames from `from` to the end. */
function runsFrom(stages: readonly Stage[], from: number): number {
  return stages.reduceRight(({ runs, at }, stage) => ({ runs: runs + stage.runsFrom(at), at: stage.inputFrom(at) }), {
    runs: 0,
    at: from,
  }).runs
}

/** The frames from `from` on, through all stages: each asks the one before it for the frames that it needs. */
function refined(
  { source, ffmpeg }: RefineTask,
  stages: readonly Stage[],
  from: number,
  beforeRun: () => Promise<void>,
): Frames {
  const starts: number[] = []
  const first = stages.reduceRight((at, stage) => {
    starts.unshift(at)
    return stage.inputFrom(at)
  }, from)
  const decoded: Frames = decodeFrames(ffmpeg, source.path, {
    from: first,
    count: source.frames - first,
    ...source.size,
    rate: source.rate,
  })
  return stages.reduce((frames, stage, index) => stage.apply(frames, starts[index] ?? 0, beforeRun), decoded)
}

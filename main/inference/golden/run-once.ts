import { TorchGenerator } from '../noise/index.ts'
import { readPackText, SCHEDULER_CONFIG } from '../packs/read-pack.ts'
import { type PackFolder } from '../packs/pack-folder.ts'
import type { Clip, ClipRun, VideoPipeline } from '../pipelines/pipeline.ts'
import { denoise, type StepResult } from '../sampler/denoise.ts'
import { firstStep, stepsMade } from '../sampler/first-step.ts'
import { namedScheduler } from '../sampler/named-scheduler.ts'

export interface RunRequest extends Partial<Clip> {
  prompt: string
  negativePrompt: string
  scheduler: string
  steps: number
  guidance: number
  seed: number
  /** Of the footage, how much is made anew. */
  strength?: number
}

export interface FinishedRun {
  run: ClipRun
  latents: Float32Array
  /** All frames as rgb24. */
  frames(): Promise<Buffer>
}

/** Steps that a run makes: over footage, some are left out. */
export function stepsIn({ steps, strength = 1, footage }: RunRequest): number {
  return footage === undefined ? steps : stepsMade(steps, strength)
}

/** Makes a clip as the worker does, without files. Throws what the pipeline throws. */
export async function runOnce(
  pack: PackFolder,
  pipeline: VideoPipeline,
  request: RunRequest,
  onStep: (result: StepResult, run: ClipRun) => void = () => undefined,
): Promise<FinishedRun> {
  const { manifest } = pack
  const {
    size = manifest.size.default,
    frames = manifest.frames.default,
    keyframes = [],
    temporalDecoder = false,
    strength = 1,
    footage,
    tile = null,
    span = null,
  } = request
  const clip = { frames, size, rate: manifest.rate, keyframes, footage, temporalDecoder, tile, span }
  const config = await readPackText(pack.path, SCHEDULER_CONFIG)
  const scheduler = namedScheduler({ ...request, frames, size }, config, manifest)
  const generator = new TorchGenerator(request.seed)
  const run = await pipeline.begin(clip, generator, scheduler.initNoiseSigma)
  const length = manifest.frames.window
  const latents = await denoise({
    run,
    scheduler,
    generator,
    prompts: [{ at: 0, text: await pipeline.encode(request.prompt, request.negativePrompt, request.guidance) }],
    mask: null,
    window: frames > length ? { length, stride: length >> 1 } : null,
    start: firstStep({ steps: request.steps, strength }, run, scheduler),
    beforeRun: () => Promise.resolve(),
    onStep: (result) => onStep(result, run),
  })
  return {
    run,
    latents,
    frames: async () => {
      const parts: Uint8Array[] = []
      for await (const part of run.frames(latents, generator)) parts.push(part)
      return Buffer.concat(parts)
    },
  }
}

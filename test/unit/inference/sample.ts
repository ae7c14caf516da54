import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TorchGenerator } from '../../../main/inference/noise/index.ts'
import type { PackFolder } from '../../../main/inference/packs/read-pack.ts'
import type { Clip, ClipRun, VideoPipeline } from '../../../main/inference/pipelines/pipeline.ts'
import { denoise, type StepResult } from '../../../main/inference/sampler/denoise.ts'
import { namedScheduler } from '../../../main/inference/sampler/named-scheduler.ts'

export interface SampleRequest extends Partial<Clip> {
  prompt: string
  negativePrompt: string
  scheduler: string
  steps: number
  guidance: number
  seed: number
}

export interface Sample {
  run: ClipRun
  latents: Float32Array
  /** All frames as rgb24. */
  frames(): Promise<Buffer>
}

/** Makes a clip as the worker does, without files. */
export async function sampleClip(
  pack: PackFolder,
  pipeline: VideoPipeline,
  request: SampleRequest,
  onStep: (result: StepResult, run: ClipRun) => void = () => undefined,
): Promise<Sample> {
  const { manifest } = pack
  const {
    size = manifest.size.default,
    frames = manifest.frames.default,
    keyframes = [],
    temporalDecoder = false,
  } = request
  const clip = { frames, size, rate: manifest.rate, keyframes, temporalDecoder }
  const config = readFileSync(join(pack.path, 'scheduler/scheduler_config.json'), 'utf8')
  const scheduler = namedScheduler({ ...request, frames, size }, config, manifest)
  const generator = new TorchGenerator(request.seed)
  const run = await pipeline.begin(clip, generator, scheduler.initNoiseSigma)
  const length = manifest.frames.window
  const latents = await denoise({
    run,
    scheduler,
    generator,
    text: await pipeline.encode(request.prompt, request.negativePrompt, request.guidance),
    window: frames > length ? { length, stride: length >> 1 } : null,
    start: { step: 0, latents: run.latents },
    beforeRun: () => Promise.resolve(),
    onStep: async (result) => onStep(result, run),
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

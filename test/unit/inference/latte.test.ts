import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openPipeline } from '../../../main/inference/pipelines/families.ts'
import type { StepResult } from '../../../main/inference/sampler/denoise.ts'
import { namedScheduler } from '../../../main/inference/sampler/named-scheduler.ts'
import { latentPreview } from '../../../main/inference/sampler/preview.ts'
import { runOnce, type FinishedRun, type RunRequest } from '../../../main/inference/golden/index.ts'
import { NEGATIVE, PROMPT, TINY, tiny } from './tiny.ts'

const pipeline = await openPipeline(tiny, 'cpu')
afterAll(() => pipeline.release())

const SHAPE = { channels: 4, frames: 16, height: 4, width: 4 }
const ALL = { lead: 0, count: 16 }

type Run = Omit<RunRequest, 'prompt' | 'negativePrompt'>

function sample(run: Run, onStep: (result: StepResult) => void = () => undefined): Promise<FinishedRun> {
  return runOnce(tiny, pipeline, { ...run, prompt: PROMPT, negativePrompt: NEGATIVE }, onStep)
}

test('an unknown scheduler is refused', () => {
  const config = readFileSync(join(TINY, 'scheduler/scheduler_config.json'), 'utf8')
  const schedule = { scheduler: 'magic', steps: 8, frames: 16, size: { width: 32, height: 32 } }
  expect(() => namedScheduler(schedule, config, tiny.manifest)).toThrow(
    expect.objectContaining({ code: 'SCHEDULER_CONFIG' }) as Error,
  )
})

test('without guidance only the prompt is run, and the result differs', async () => {
  const plain = await pipeline.encode(PROMPT, NEGATIVE, 1)
  expect(plain.negative).toBeNull()
  const run = { scheduler: 'DDIMScheduler', steps: 3, seed: 7 }
  const [one, two] = [await sample({ ...run, guidance: 1 }), await sample({ ...run, guidance: 2 })]
  expect(one.latents).not.toEqual(two.latents)
})

test('the same seed gives the same bits twice, another seed others', async () => {
  const run = { scheduler: 'DPMSolverMultistepScheduler', steps: 4, guidance: 2, seed: 11 }
  const { latents } = await sample(run)
  expect((await sample(run)).latents).toEqual(latents)
  expect((await sample({ ...run, seed: 12 })).latents).not.toEqual(latents)
})

test('a clip longer than the graph is made of windows, a shorter one is made whole and cut', async () => {
  const run = { scheduler: 'DDIMScheduler', steps: 2, guidance: 2, seed: 1 }
  const long = await sample({ ...run, frames: 27 })
  expect(long.latents.length).toBe(4 * 27 * 16)
  expect((await long.frames()).length).toBe(27 * 32 * 32 * 3)
  const short = await sample({ ...run, frames: 5 })
  expect(short.latents.length).toBe(4 * 16 * 16)
  expect((await short.frames()).length).toBe(5 * 32 * 32 * 3)
})

test('a preview comes with every step and moves towards the picture', async () => {
  const previews: string[] = []
  const sizes: number[] = []
  await sample({ scheduler: 'DDIMScheduler', steps: 3, guidance: 2, seed: 7 }, ({ denoised, step }) => {
    const preview = latentPreview(denoised, SHAPE, ALL, step, tiny.manifest.preview)
    expect(preview).toMatchObject({ width: 4, height: 4, count: 16, step })
    previews.push(preview.rgb)
    sizes.push(Buffer.from(preview.rgb, 'base64').length)
  })
  expect(sizes).toEqual([768, 768, 768])
  expect(new Set(previews).size).toBe(3)
})

test('a long clip is thinned out to at most 64 images', () => {
  const shape = { ...SHAPE, frames: 130 }
  const count = { lead: 0, count: 130 }
  const preview = latentPreview(new Float32Array(4 * 130 * 16), shape, count, 1, tiny.manifest.preview)
  expect(preview.count).toBe(44)
})

test('what comes before the clip is not shown', () => {
  const shape = { ...SHAPE, frames: 3 }
  const latents = new Float32Array(4 * 3 * 16)
  latents.fill(9, 0, 16)
  const [all, rest] = [0, 1].map((lead) =>
    latentPreview(latents, shape, { lead, count: 3 - lead }, 1, tiny.manifest.preview),
  )
  expect(rest?.rgb).toBe(
    Buffer.from(all?.rgb ?? '', 'base64')
      .subarray(48)
      .toString('base64'),
  )
})

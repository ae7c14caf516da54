import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { TorchGenerator } from '../../../main/inference/noise/index.ts'
import { openPipeline } from '../../../main/inference/pipelines/families.ts'
import { denoise, initialLatents, type StepResult } from '../../../main/inference/sampler/denoise.ts'
import { namedScheduler } from '../../../main/inference/sampler/named-scheduler.ts'
import { latentPreview } from '../../../main/inference/sampler/preview.ts'
import { NEGATIVE, PROMPT, TINY, tiny } from './tiny.ts'

const pipeline = await openPipeline(tiny, 'cpu')
afterAll(() => pipeline.release())

const config = readFileSync(join(TINY, 'scheduler/scheduler_config.json'), 'utf8')
const SHAPE = { channels: 4, frames: 16, height: 4, width: 4 }

interface Run {
  scheduler: string
  steps: number
  guidance: number
  seed: number
  frames?: number
}

async function sample(run: Run, onStep: (result: StepResult) => void = () => undefined): Promise<Float32Array> {
  const { scheduler: name, steps, guidance, seed, frames = 16 } = run
  const scheduler = namedScheduler(name, config, steps)
  const generator = new TorchGenerator(seed)
  const shape = { ...SHAPE, frames }
  return denoise({
    pipeline,
    scheduler,
    generator,
    guidance,
    shape,
    conditioning: await pipeline.encode(PROMPT, NEGATIVE, guidance),
    window: frames > 16 ? { length: 16, stride: 8 } : null,
    start: { step: 0, latents: initialLatents(generator, shape, scheduler) },
    beforeRun: () => Promise.resolve(),
    onStep: async (result) => onStep(result),
  })
}

test('an unknown scheduler is refused', () => {
  expect(() => namedScheduler('magic', config, 8)).toThrow(
    expect.objectContaining({ code: 'SCHEDULER_CONFIG' }) as Error,
  )
})

test('without guidance only the prompt is run, and the result differs', async () => {
  const plain = await pipeline.encode(PROMPT, NEGATIVE, 1)
  expect(plain.batch).toBe(1)
  const run = { scheduler: 'DDIMScheduler', steps: 3, seed: 7 }
  const [one, two] = [await sample({ ...run, guidance: 1 }), await sample({ ...run, guidance: 2 })]
  expect(one).not.toEqual(two)
})

test('the same seed gives the same bits twice, another seed others', async () => {
  const run = { scheduler: 'DPMSolverMultistepScheduler', steps: 4, guidance: 2, seed: 11 }
  const first = await sample(run)
  expect(await sample(run)).toEqual(first)
  expect(await sample({ ...run, seed: 12 })).not.toEqual(first)
})

test('a clip longer than the graph is made of windows, and frames decode alone as together', async () => {
  const latents = await sample({ scheduler: 'DDIMScheduler', steps: 2, guidance: 2, seed: 1, frames: 27 })
  expect(latents.length).toBe(4 * 27 * 16)
  const shape = { ...SHAPE, frames: 27 }
  const together = await pipeline.decode(latents, shape, 20, 24)
  const alone = await pipeline.decode(latents, shape, 23, 24)
  expect(
    Math.max(...alone.map((value, i) => Math.abs(value - (together[3 * 3072 + i] as number)))),
  ).toBeLessThanOrEqual(1)
})

test('a preview comes with every step and moves towards the picture', async () => {
  const previews: string[] = []
  const sizes: number[] = []
  await sample({ scheduler: 'DDIMScheduler', steps: 3, guidance: 2, seed: 7 }, ({ denoised, step }) => {
    const preview = latentPreview(denoised, SHAPE, 16, step, tiny.manifest.preview)
    expect(preview).toMatchObject({ width: 4, height: 4, count: 16, step })
    previews.push(preview.rgb)
    sizes.push(Buffer.from(preview.rgb, 'base64').length)
  })
  expect(sizes).toEqual([768, 768, 768])
  expect(new Set(previews).size).toBe(3)
})

test('a long clip is thinned out to at most 64 images', () => {
  const shape = { ...SHAPE, frames: 130 }
  const preview = latentPreview(new Float32Array(4 * 130 * 16), shape, 130, 1, tiny.manifest.preview)
  expect(preview.count).toBe(44)
})

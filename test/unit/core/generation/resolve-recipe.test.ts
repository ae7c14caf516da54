import { describe, expect, test } from 'vitest'
import { planGeneration } from '../../../../core/generation/plan.ts'
import { GenerateRequest } from '../../../../core/generation/request.ts'
import { resolveRecipe } from '../../../../core/generation/resolve-recipe.ts'
import { tiny, tinyRecipe } from '../../inference/tiny.ts'

describe('a request that the pack cannot make', () => {
  test.each([
    ['zero frames', { frames: 0 }, 'FRAMES_OUT_OF_RANGE'],
    ['10,000 frames', { frames: 10_000 }, 'FRAMES_OUT_OF_RANGE'],
    ['a width that is not a multiple', { size: { width: 33, height: 32 } }, 'SIZE_NOT_SUPPORTED'],
    ['a height beyond the limit', { size: { width: 32, height: 64 } }, 'SIZE_NOT_SUPPORTED'],
    ['a prompt of 100,000 characters', { prompt: 'x'.repeat(100_000) }, 'PROMPT_TOO_LONG'],
    ['a negative prompt of 100,000 characters', { negativePrompt: 'x'.repeat(100_000) }, 'PROMPT_TOO_LONG'],
    ['a scheduler that it lacks', { scheduler: 'magic' }, 'SCHEDULER_CONFIG'],
  ])('%s', (_name, request, code) => {
    expect(() => tinyRecipe(request)).toThrow(expect.objectContaining({ code }) as Error)
  })
})

test('what is left out comes from the pack', () => {
  expect(tinyRecipe({}, 5)).toMatchObject({
    pack: { id: 'tiny-latte', version: '1.0.0', sha256: tiny.sha256 },
    seed: 5,
    frames: 16,
    size: { width: 32, height: 32 },
    steps: 8,
    scheduler: 'DDIMScheduler',
    guidance: 2,
    window: null,
  })
})

test('the threads of the processor are part of it, because they can change its bytes', () => {
  const request = GenerateRequest.parse({ prompt: 'a red ball', device: 'cpu:1' })
  const where = { seed: 1, program: 'test' }
  const shared = resolveRecipe(request, tiny.manifest, tiny.sha256, { ...where, provider: 'cpu', threads: 3 })
  expect(shared).toMatchObject({ provider: 'cpu', threads: 3 })
  expect(resolveRecipe(request, tiny.manifest, tiny.sha256, { ...where, provider: 'cuda' })).not.toHaveProperty(
    'threads',
  )
  expect(() => GenerateRequest.parse({ prompt: 'a red ball', device: 'gpu' })).toThrow('cuda:1')
})

test('a clip longer than the graph gets windows that overlap by half', () => {
  expect(tinyRecipe({ frames: 40 }).window).toEqual({ length: 16, stride: 8, alternate: true })
  expect(tinyRecipe({ frames: 16 }).window).toBeNull()
})

describe('the plan', () => {
  const rates = { roomy: { stepMs: 5, frameMs: 10, onceMs: 1000 } }

  test('says so where nothing was measured', () => {
    const plan = planGeneration(tinyRecipe(), tiny.manifest, { freeBytes: 1e9, claimedBytes: 0, rates: {} }).cost
    expect(plan).toMatchObject({ seconds: null, fits: true })
    expect(plan.summary).toContain('not measured')
  })

  test('counts windows, steps and frames', () => {
    const plan = planGeneration(tinyRecipe({ frames: 40 }), tiny.manifest, {
      freeBytes: 1e9,
      claimedBytes: 0,
      rates,
    }).cost
    expect(plan.seconds).toBeCloseTo((1000 + 8 * 4 * 16 * 5 + 40 * 10) / 1000)
    expect(plan.summary).toBe('about 4 s, peak 0.2 GB, fits this device')
  })

  test('warns where memory is short, and does not refuse', () => {
    const plan = planGeneration(tinyRecipe(), tiny.manifest, { freeBytes: 1e6, claimedBytes: 0, rates }).cost
    expect(plan.fits).toBe(false)
    expect(plan.summary).toContain('may be slow')
  })
})

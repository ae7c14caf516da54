import { join } from 'node:path'
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Refinement } from '../../../../core/generation/request.ts'
import { resolveRefinement } from '../../../../core/generation/resolve-refinement.ts'
import { readRefiner } from '../../../../main/inference/packs/read-pack.ts'
import { REFINERS } from '../../inference/refine/refiners.ts'

const installed = await Promise.all(readdirSync(REFINERS).map((name) => readRefiner(join(REFINERS, name))))
const clip = { size: { width: 128, height: 96 }, frames: 16, rate: { num: 8, den: 1 } }
const resolve = (wish: Refinement, generator = 'cortado-mini') =>
  resolveRefinement(wish, clip, installed, { generator, provider: 'cpu', program: 'test' })

describe('a wish', () => {
  test('for nothing is none', () => {
    expect(Refinement.safeParse({}).success).toBe(false)
  })

  test('for a larger picture doubles it', () => {
    expect(resolve({ upscale: {} })).toMatchObject([
      { operation: 'upscale', factor: 2, pack: { id: 'tiny-upscale-2x' }, tile: 48 },
    ])
  })

  test('for both makes it larger first', () => {
    const steps = resolve({ interpolate: { rate: { num: 24, den: 1 } }, upscale: { factor: 4 } })
    expect(steps.map((step) => step.operation)).toEqual(['upscale', 'interpolate'])
  })

  test('finds a refiner for any footage before one that was trained on clips of another pack', () => {
    expect(resolve({ upscale: { factor: 4 } })[0]?.pack.id).toBe('tiny-realesrgan-4x')
    expect(resolve({ upscale: { factor: 4 } }, 'another-pack')[0]?.pack.id).toBe('tiny-fixed-4x')
  })

  test('for a rate that only halving again and again reaches may use a network without a time', () => {
    expect(resolve({ interpolate: { rate: { num: 32, den: 1 }, pack: 'tiny-middle' } })).toMatchObject([
      { pack: { id: 'tiny-middle' } },
    ])
    const refused = () => resolve({ interpolate: { rate: { num: 24, den: 1 }, pack: 'tiny-middle' } })
    expect(refused).toThrow(
      expect.objectContaining({ code: 'PACK_UNKNOWN', message: expect.stringContaining('tiny-rife') as string }),
    )
  })

  test.each([
    [{ upscale: { factor: 3 } }, 'PACK_UNKNOWN'],
    [{ upscale: { pack: 'no-such-pack' } }, 'PACK_UNKNOWN'],
    [{ upscale: { pack: 'tiny-middle' } }, 'PACK_UNKNOWN'],
    [{ upscale: { pack: 'tiny-upscale-2x', factor: 4 } }, 'PACK_UNKNOWN'],
    [{ interpolate: { rate: { num: 24, den: 1 }, pack: 'tiny-upscale-2x' } }, 'PACK_UNKNOWN'],
    [{ interpolate: { rate: { num: 6, den: 1 } } }, 'INVALID_INPUT'],
  ] as const)('%j is refused with %s', (wish, code) => {
    expect(() => resolve(wish)).toThrow(expect.objectContaining({ code }))
  })
})

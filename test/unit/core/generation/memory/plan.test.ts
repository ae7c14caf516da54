import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkRecipe } from '../../../../../core/generation/check-recipe.ts'
import { estimatePeak } from '../../../../../core/generation/memory/estimate.ts'
import { ladder, type Rung } from '../../../../../core/generation/memory/ladder.ts'
import { tileGrid } from '../../../../../core/generation/memory/tiles.ts'
import { PackManifest, type PartMemory } from '../../../../../core/generation/manifest.ts'
import type { Recipe } from '../../../../../core/generation/recipe.ts'
import { planGeneration } from '../../../../../core/generation/plan.ts'
import { GenerateRequest } from '../../../../../core/generation/request.ts'
import { resolveRecipe } from '../../../../../core/generation/resolve-recipe.ts'
import { PACKS } from '../../../inference/tiny.ts'

function setUp(id: string, request: Partial<GenerateRequest> = {}, more: { keyframes?: Recipe['keyframes'] } = {}) {
  const manifest = PackManifest.parse(JSON.parse(readFileSync(join(PACKS, id, 'pack.json'), 'utf8')))
  const parsed = GenerateRequest.parse({ prompt: 'a red ball', ...request })
  const means = { seed: 1, provider: 'cpu', program: 'test', ...more } as const
  return { manifest, recipe: resolveRecipe(parsed, manifest, 'a'.repeat(64), means) }
}

const large = setUp('tiny-animatediff', { size: { width: 64, height: 64 }, frames: 16 })
const names = (id: string, request: Partial<GenerateRequest> = {}): string[] => {
  const { recipe, manifest } = setUp(id, request)
  return ladder(recipe, manifest).map(({ name }) => name)
}

describe('the ladder', () => {
  test('has every rung where the pack can do everything', () => {
    const all = ['roomy', 'text', 'one-part', 'split', 'singly', 'lean', 'tiles-4']
    expect(ladder(large.recipe, large.manifest).map(({ name }) => name)).toEqual(all)
  })

  test('leaves out what would change nothing', () => {
    expect(names('tiny-latte', { guidance: 1 })).not.toContain('split')
    expect(names('tiny-wan')).not.toContain('split')
    expect(names('tiny-latte-temporal', { temporalDecoder: true })).not.toContain('singly')
  })

  test('has no tiles where the graph takes one size', () => {
    expect(names('tiny-latte')).not.toContain('tiles-4')
    const { recipe, manifest } = setUp('tiny-latte')
    expect(() => checkRecipe({ ...recipe, decodeTile: 4 }, manifest)).toThrow('cannot do it in tiles')
    expect(() => checkRecipe({ ...large.recipe, decodeTile: 4 }, large.manifest)).not.toThrow()
  })

  test('has spans of time before tiles where a decoder takes the whole clip at once', () => {
    const long = names('tiny-ltx', { frames: 41, size: { width: 192, height: 128 } })
    expect(long.slice(-4)).toEqual(['lean', 'spans-4', 'spans-2', 'tiles-4'])
    expect(names('tiny-ltx', { frames: 9 }).join()).not.toContain('spans')
    expect(names('tiny-wan').join()).not.toContain('spans')
  })

  test('takes no spans that the pack cannot decode', () => {
    const wan = setUp('tiny-wan')
    expect(() => checkRecipe({ ...wan.recipe, decodeSpan: 2 }, wan.manifest)).toThrow('takes spans of a clip')
    const ltx = setUp('tiny-ltx')
    expect(() => checkRecipe({ ...ltx.recipe, decodeSpan: 2 }, ltx.manifest)).not.toThrow()
  })

  test('keeps to the tiles of a recipe that names them', () => {
    const rungs = ladder({ ...large.recipe, decodeTile: 8 }, large.manifest)
    expect(new Set(rungs.map(({ tile }) => tile))).toEqual(new Set([8]))
    const { recipe, manifest } = setUp('tiny-ltx', { frames: 41 })
    const spanned = ladder({ ...recipe, decodeSpan: 4 }, manifest)
    expect(new Set(spanned.map(({ tile, span }) => `${tile} ${span}`))).toEqual(new Set(['null 4']))
  })

  test.each([
    ['tiny-animatediff', ['vae_encoder']],
    ['tiny-latte', ['vae_encoder']],
    ['tiny-ltx', ['vae_encoder']],
    ['tiny-wan', ['vae_encoder', 'vae_encoder_next']],
    ['tiny-wan-clip', ['vae_encoder', 'vae_encoder_next', 'image_encoder']],
  ])('counts what of %s reads footage and pictures, where there are any', (id, parts) => {
    const keyframes = [{ at: 0, strength: 1, picture: 'b'.repeat(64) }]
    const { recipe, manifest } = setUp(id, {}, id === 'tiny-wan-clip' ? { keyframes } : {})
    const heavier = structuredClone(manifest)
    const figures = heavier.memory.parts as Record<string, PartMemory>
    for (const part of parts) (figures[part] as PartMemory).openBytes += 50e6
    const more = (one: Recipe): number => {
      const [roomy] = ladder(one, manifest)
      return estimatePeak(one, heavier, roomy as Rung) - estimatePeak(one, manifest, roomy as Rung)
    }
    const whole = { from: 0, to: recipe.frames }
    const footage = [{ media: 'b'.repeat(64), from: 0, count: recipe.frames, at: 0 }]
    expect(more({ ...recipe, given: { footage, strength: 1, make: [whole], seen: whole } })).toBe(50e6 * parts.length)
    expect(more(recipe)).toBe(id === 'tiny-wan-clip' ? 50e6 * parts.length : 0)
  })

  test('estimates less with every shorter span of a long clip', () => {
    const { recipe, manifest } = setUp('tiny-ltx', { frames: 161, size: { width: 192, height: 128 } })
    const rungs = ladder(recipe, manifest).filter(({ name }) => name === 'lean' || name.startsWith('spans'))
    const peaks = rungs.map((rung) => estimatePeak(recipe, manifest, rung))
    expect(rungs.map(({ span }) => span)).toEqual([null, 16, 8, 4, 2])
    expect(peaks).toEqual([...new Set(peaks)].toSorted((a, b) => b - a))
  })

  test('never estimates more on a lower rung that changes no pixel', () => {
    const peaks = ladder(large.recipe, large.manifest)
      .filter(({ tile }) => tile === null)
      .map((rung) => estimatePeak(large.recipe, large.manifest, rung))
    expect(peaks).toEqual(peaks.toSorted((a, b) => b - a))
  })
})

describe('the choice', () => {
  const rungs = ladder(large.recipe, large.manifest)
  const peaks = rungs.map((rung) => estimatePeak(large.recipe, large.manifest, rung))
  const choose = (limitBytes: number, from = 0) =>
    planGeneration(large.recipe, large.manifest, { freeBytes: 64e9, claimedBytes: 0, limitBytes, rates: {}, from })

  test.each(rungs.map(({ name }, index) => [name, index] as const))('a limit forces %s', (_name, index) => {
    const limit = peaks[index] as number
    // The first one that fits, should a rung save nothing here.
    const first = peaks.findIndex((peak) => peak <= limit)
    expect(choose(limit).index).toBe(first)
    expect(choose(limit).cost).toMatchObject({ fits: true, peakBytes: peaks[first] })
    expect(choose(limit, index).index).toBe(index)
  })

  test('where nothing fits, what needs least is taken, and it says so', () => {
    const { cost, index } = choose(1)
    expect(peaks[index]).toBe(Math.min(...peaks))
    expect(cost.fits).toBe(false)
    expect(cost.summary).toContain('may be slow')
    expect(cost.thrift.length).toBeGreaterThan(2)
  })

  test('with room nothing is saved', () => {
    expect(choose(64e9).cost).toMatchObject({ fits: true, thrift: [] })
  })

  test('seconds of a rung that was never tried follow those of one that was', () => {
    const rates = { roomy: { stepMs: 100, frameMs: 10, onceMs: 0 } }
    const seconds = (limitBytes: number) =>
      planGeneration(large.recipe, large.manifest, { freeBytes: 64e9, claimedBytes: 0, limitBytes, rates }).cost
    expect(seconds(64e9).seconds).toBeCloseTo((large.recipe.steps * 16 * 100 + 16 * 10) / 1000)
    expect(seconds(1).seconds).toBeGreaterThan(seconds(64e9).seconds as number)
    expect(seconds(1).thrift.at(-1)).toMatch(/^costs (?:about|less)/)
  })
})

test('tiles begin where those of diffusers do', () => {
  expect(tileGrid({ height: 4, width: 7 }, 4)).toEqual({ tops: [0, 3], lefts: [0, 3, 6] })
  expect(tileGrid({ height: 4, width: 4 }, 4)).toEqual({ tops: [0], lefts: [0] })
  expect(tileGrid({ height: 90, width: 160 }, 64)).toEqual({ tops: [0, 48], lefts: [0, 48, 96, 144] })
})

test('what jobs beside it will take is not there to be planned with, and the plan says so', () => {
  const means = { freeBytes: 64e9, rates: {} }
  const alone = planGeneration(large.recipe, large.manifest, { ...means, claimedBytes: 0 })
  // Just what it would take is left, of which not all is planned with.
  const claimedBytes = 64e9 - alone.cost.peakBytes
  const beside = planGeneration(large.recipe, large.manifest, { ...means, claimedBytes })
  const less = planGeneration(large.recipe, large.manifest, {
    rates: {},
    freeBytes: alone.cost.peakBytes,
    claimedBytes: 0,
  })
  expect(beside.index).toBeGreaterThan(alone.index)
  expect(beside.index).toBe(less.index)
  expect(beside.cost).toMatchObject({ freeBytes: 64e9, claimedBytes })
  expect(beside.cost.summary).toMatch(/\(6\d\.\d GB is kept for what runs beside it\)$/)
})

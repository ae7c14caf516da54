import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CortadoError } from '../../../../core/errors.ts'
import { checkRecipe } from '../../../../core/generation/check-recipe.ts'
import { Change, GenerateRequest } from '../../../../core/generation/request.ts'
import { resolveChange } from '../../../../core/generation/resolve-change.ts'
import { resolveRecipe } from '../../../../core/generation/resolve-recipe.ts'
import type { PackManifest } from '../../../../core/generation/manifest.ts'
import { PACKS } from '../../inference/tiny.ts'
import { readPack } from '../../../../main/inference/packs/read-pack.ts'
import { join } from 'node:path'

/** A pack that has one latent frame for four frames, and one that has one for each. */
const { manifest: wan } = await readPack(join(PACKS, 'tiny-wan-i2v'))
const { manifest: latte } = await readPack(join(PACKS, 'tiny-latte'))
const encoder = wan.components.vae_encoder as NonNullable<PackManifest['components']['vae_encoder']>
const framewise: PackManifest = { ...latte, components: { ...latte.components, vae_encoder: encoder } }

const [A, B] = ['0'.repeat(20), '1'.repeat(20)]
const source = (manifest: PackManifest, frames: number, letter = 'a') => ({
  master: letter.repeat(64),
  frames,
  rate: manifest.rate,
  size: manifest.size.default,
})
const change = (value: unknown): Exclude<Change, { operation: 'image-to-video' }> =>
  Change.parse(value) as Exclude<Change, { operation: 'image-to-video' }>

test('a retake that the grid of the pack cannot hit grows outwards and says so', () => {
  const wish = change({ operation: 'retake', take: A, from: 6, to: 8 })
  const { given, notes, frames } = resolveChange(wish, { take: source(wan, 17) }, wan)
  expect(frames).toBe(17)
  expect(given).toMatchObject({ make: [{ from: 5, to: 9 }], seen: { from: 0, to: 17 }, strength: 1 })
  expect(notes).toEqual([expect.stringContaining('Frames 5 to 9 are made anew instead of 6 to 8')])
  expect(resolveChange(wish, { take: source(framewise, 17) }, framewise).notes).toEqual([])
})

test('an extension goes on from the last frame, and one before the beginning fills its grid', () => {
  const on = resolveChange(change({ operation: 'extend', take: A, frames: 6 }), { take: source(wan, 20) }, wan)
  expect(on).toMatchObject({
    frames: 26,
    given: { make: [{ from: 20, to: 26 }], seen: { from: 3, to: 26 } },
    notes: [],
  })
  const wish = { operation: 'extend', take: A, frames: 6, direction: 'backwards' }
  const back = resolveChange(change(wish), { take: source(wan, 20) }, wan)
  expect(back).toMatchObject({ frames: 29, given: { make: [{ from: 0, to: 9 }], footage: [{ at: 9, count: 20 }] } })
  expect(back.notes).toEqual([expect.stringContaining('9 frames are made instead of 6')])
})

test('a bridge shows the end of one take, what is new, and the beginning of the other', () => {
  const sources = { take: source(wan, 30), next: source(wan, 30, 'b') }
  const { given, frames, notes } = resolveChange(
    change({ operation: 'bridge', take: A, next: B, frames: 7 }),
    sources,
    wan,
  )
  const [before, after] = given.footage
  expect(before).toMatchObject({ media: 'a'.repeat(64), from: 1, count: 29, at: 0 })
  expect(after).toMatchObject({ media: 'b'.repeat(64), from: 0, count: 30, at: 37 })
  expect(frames).toBe(67)
  expect(given.make).toEqual([{ from: 29, to: 37 }])
  expect(notes).toHaveLength(1)
})

test('a bridge leaves and enters its takes where clips do', () => {
  const sources = { take: source(wan, 30), next: source(wan, 30, 'b') }
  const wish = { operation: 'bridge', take: A, next: B, frames: 8 }
  const { given } = resolveChange(change({ ...wish, leave: 12, enter: 20 }), sources, wan)
  expect(given.footage).toEqual([
    { media: 'a'.repeat(64), from: 3, count: 9, at: 0 },
    { media: 'b'.repeat(64), from: 20, count: 10, at: 17 },
  ])
  for (const outside of [{ leave: 31 }, { enter: 30 }]) {
    expect(() => resolveChange(change({ ...wish, ...outside }), sources, wan)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  }
})

test('a mask that moves is no larger than a request may be', () => {
  const wish = (pngs: string[]) => Change.safeParse({ operation: 'inpaint', take: A, mask: { pngs } }).success
  expect(wish(['x'.repeat(400_000), 'x'.repeat(400_000)])).toBe(true)
  expect(wish(['x'.repeat(500_000), 'x'.repeat(500_000)])).toBe(false)
  expect(wish([])).toBe(false)
})

test('long takes are seen in part: as much before the range as after it, where there is as much', () => {
  const { given } = resolveChange(
    change({ operation: 'retake', take: A, from: 100, to: 108 }),
    { take: source(framewise, 200) },
    framewise,
  )
  expect(given.seen).toEqual({ from: 92, to: 116 })
})

test('what cannot be changed is refused with a way out', () => {
  const retake = change({ operation: 'retake', take: A, from: 4, to: 30 })
  const refusal = (source_: ReturnType<typeof source>) => {
    try {
      resolveChange(retake, { take: source_ }, wan)
      return null
    } catch (error) {
      return error instanceof CortadoError ? error.code : error
    }
  }
  expect(refusal(source(wan, 17))).toBe('INVALID_INPUT')
  expect(refusal({ ...source(wan, 40), rate: { num: 24, den: 1 } })).toBe('INVALID_INPUT')
  expect(refusal({ ...source(wan, 40), size: { width: 30, height: 30 } })).toBe('SIZE_NOT_SUPPORTED')
  expect(refusal(source(wan, 40))).toBeNull()
})

test('whatever is wished for, the recipe that comes of it passes its own check, or a reason is given', () => {
  const wishes = fc.oneof(
    fc.record({ operation: fc.constant('extend'), take: fc.constant(A), frames: fc.integer({ min: 1, max: 90 }) }),
    fc.record({
      operation: fc.constant('extend'),
      take: fc.constant(A),
      frames: fc.integer({ min: 1, max: 90 }),
      direction: fc.constant('backwards'),
    }),
    fc.record({
      operation: fc.constant('bridge'),
      take: fc.constant(A),
      next: fc.constant(B),
      frames: fc.integer({ min: 1, max: 90 }),
    }),
    fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.constantFrom('retake', 'restyle'))
      .map(([from, length, operation]) => ({ operation, take: A, from, to: from + length })),
  )
  fc.assert(
    fc.property(
      wishes,
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 1, max: 90 }),
      fc.boolean(),
      (wish, frames, others, compresses) => {
        const manifest = compresses ? wan : framewise
        const sources = { take: source(manifest, frames), next: source(manifest, others, 'b') }
        try {
          const resolved = resolveChange(change(wish), sources, manifest)
          const recipe = resolveRecipe(GenerateRequest.parse({ prompt: 'a ball' }), manifest, 'f'.repeat(64), {
            seed: 1,
            provider: 'cpu',
            program: 'test',
            change: resolved,
            size: sources.take.size,
          })
          checkRecipe(recipe, manifest)
          const made = resolved.given.make.reduce((sum, { from, to }) => sum + to - from, 0)
          expect(made).toBeGreaterThan(0)
        } catch (error) {
          expect((error as CortadoError).code).toMatch(/^(INVALID_INPUT|FRAMES_OUT_OF_RANGE)$/)
        }
      },
    ),
  )
})

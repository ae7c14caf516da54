import { describe, expect, test } from 'vitest'
import { checkRecipe } from '../../../../core/generation/check-recipe.ts'
import { GenerateRequest } from '../../../../core/generation/request.ts'
import { resolveRecipe } from '../../../../core/generation/resolve-recipe.ts'
import type { PackManifest } from '../../../../core/generation/manifest.ts'
import type { Recipe } from '../../../../core/generation/recipe.ts'
import { readPack } from '../../../../main/inference/packs/read-pack.ts'
import { PACKS } from '../../inference/tiny.ts'

const picture = 'a'.repeat(64)

async function manifestOf(name: string): Promise<PackManifest> {
  return (await readPack(`${PACKS}/${name}`)).manifest
}

/** A recipe of nine frames with a picture at each of these places. Throws what `checkRecipe` throws. */
function given(manifest: PackManifest, places: number[], strength = 1): Recipe {
  const keyframes = places.map((at) => ({ at, strength, picture }))
  const request = GenerateRequest.parse({ prompt: 'a red ball', frames: 9 })
  return resolveRecipe(request, manifest, picture, { seed: 1, provider: 'cpu', program: 'test', keyframes })
}

const REFUSED = [
  { pack: 'tiny-wan', places: [0], why: 'cannot take pictures' },
  { pack: 'tiny-wan-5b', places: [0, 8], why: 'takes one picture' },
  { pack: 'tiny-wan-5b', places: [3], why: 'for the first frame' },
  { pack: 'tiny-wan-i2v', places: [0, 4], why: 'first and the last' },
  { pack: 'tiny-wan-i2v', places: [0], strength: 0.5, why: 'strength' },
  { pack: 'tiny-ltx-keyframes', places: [9], why: 'from 0 to 8' },
  { pack: 'tiny-ltx-keyframes', places: [4, 4], why: 'a frame of their own' },
  { pack: 'tiny-ltx-keyframes', places: [], why: 'does not fit its pictures' },
]

describe('refused, with the way out', () => {
  test.each(REFUSED)('$pack with pictures at $places', async ({ pack, places, strength, why }) => {
    const manifest = await manifestOf(pack)
    expect(() => given(manifest, places, strength)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(why) as string }) as Error,
    )
  })

  test('a pack that needs a picture gets none', async () => {
    const manifest = await manifestOf('tiny-wan-i2v')
    const { keyframes: _none, ...recipe } = given(manifest, [0])
    expect(() => checkRecipe({ ...recipe, operation: 'text-to-video' }, manifest)).toThrow('needs a picture')
  })

  test('a temporal decoder that is not there', async () => {
    const manifest = await manifestOf('tiny-latte')
    const request = GenerateRequest.parse({ prompt: 'a red ball', temporalDecoder: true })
    expect(() => resolveRecipe(request, manifest, picture, { seed: 1, provider: 'cpu', program: 'test' })).toThrow(
      'no temporal decoder',
    )
  })
})

test('in a clip of several passes, one that goes on from pictures takes the last frame too, one that goes on from latents does not', async () => {
  const long = async (name: string) => {
    const manifest = await manifestOf(name)
    return { ...manifest, frames: { ...manifest.frames, window: 5 } }
  }
  expect(given(await long('tiny-wan-i2v'), [0, 8]).window).toMatchObject({ picture: true })
  const latents = await long('tiny-ltx-keyframes')
  expect(() => given(latents, [0, 8])).toThrow('for the first frame only')
})

test.each([
  { pack: 'tiny-wan-5b', places: [0] },
  { pack: 'tiny-wan-i2v', places: [0, 8] },
  { pack: 'tiny-ltx', places: [0] },
  { pack: 'tiny-ltx-keyframes', places: [2, 5, 8], strength: 0.4 },
])('$pack takes pictures at $places', async ({ pack, places, strength }) => {
  const manifest = await manifestOf(pack)
  expect(given(manifest, places, strength).operation).toBe('image-to-video')
})

import { expect, test } from 'vitest'
import { latentCount, latentShape } from '../../../../core/generation/latent-shape.ts'
import { readPack } from '../../../../main/inference/packs/read-pack.ts'
import { PACKS, tiny } from '../../inference/tiny.ts'

const wan = (await readPack(`${PACKS}/tiny-wan`)).manifest
const size = { width: 64, height: 32 }

test('a graph that insists on a length gets it, a longer clip its own', () => {
  expect(latentShape(tiny.manifest, 5, size).frames).toBe(16)
  expect(latentShape(tiny.manifest, 20, size).frames).toBe(20)
})

test('one latent frame stands for the first frame and one for each four after it, rounded up', () => {
  const latentFrames = [1, 2, 5, 6, 9, 81].map((frames) => latentShape(wan, frames, size).frames)
  expect(latentFrames).toEqual([1, 2, 2, 3, 3, 21])
})

test('height and width do not change places', () => {
  const shape = latentShape(wan, 1, size)
  expect(shape).toEqual({ channels: 16, frames: 1, height: 4, width: 8 })
  expect(latentCount(shape)).toBe(512)
})

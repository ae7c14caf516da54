import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RefinerManifest } from '../../../../core/generation/refiner-manifest.ts'
import { packById, refinerById } from '../../../../main/inference/packs/find-packs.ts'
import { readPack, readRefiner } from '../../../../main/inference/packs/read-pack.ts'
import { verifyPack } from '../../../../main/inference/packs/verify-pack.ts'
import { openNetwork } from '../../../../main/inference/refine/network.ts'
import { PACKS, temporaryFolder, TINY, type TemporaryFolder } from '../tiny.ts'
import { copyOfRefiner, REFINERS } from './refiners.ts'

let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

test('a sound refiner is read, verified and opened', async () => {
  const path = join(REFINERS, 'tiny-upscale-2x')
  expect(await verifyPack(path)).toMatchObject({ id: 'tiny-upscale-2x', files: 2 })
  await (await openNetwork(await readRefiner(path), 'cpu')).release()
})

test('one flipped byte of the network is found', async () => {
  const path = copyOfRefiner(folder.path, 'tiny-upscale-2x')
  const file = join(path, 'network/model.onnx')
  const bytes = readFileSync(file)
  bytes[200] = (bytes[200] ?? 0) ^ 1
  writeFileSync(file, bytes)
  await expect(verifyPack(path)).rejects.toMatchObject({ code: 'PACK_CORRUPT' })
})

describe('the two kinds of packs', () => {
  test('do not stand in for each other', async () => {
    await expect(readPack(join(REFINERS, 'tiny-middle'))).rejects.toMatchObject({ code: 'PACK_INVALID' })
    await expect(readRefiner(TINY)).rejects.toMatchObject({ code: 'PACK_INVALID' })
    await expect(packById({ folders: [PACKS, REFINERS] }, 'tiny-middle')).rejects.toMatchObject({
      code: 'PACK_UNKNOWN',
      message: expect.stringMatching(/Use one of: (?!.*tiny-middle).*tiny-latte/u) as string,
    })
    await expect(refinerById({ folders: [PACKS, REFINERS] }, 'tiny-latte')).rejects.toMatchObject({
      code: 'PACK_UNKNOWN',
    })
  })
})

describe('a manifest that does not fit together', () => {
  const broken: [string, (manifest: RefinerManifest) => void, string][] = [
    ['a margin that the overlap cannot hide', (m) => (m.tiling.margin = 7), 'margin'],
    ['tiles off the grid', (m) => (m.tiling.multiple = 32), 'multiple'],
    ['tiles that overlap whole', (m) => (m.tiling.overlap = 48), 'overlap'],
    ['no output', (m) => (m.components.network.io.outputs = {}), 'output'],
    ['no input', (m) => (m.components.network.io.inputs = {}), 'input'],
    ['an input that nothing feeds', (m) => (m.components.network.io.inputs['noise'] = tensor('noise')), 'noise'],
    [
      'whole numbers',
      (m) => (m.components.network.io.inputs['frame'] = { ...tensor('input'), dtype: 'int64' }),
      'int64',
    ],
    ['a file that is not listed', (m) => (m.evaluation = { file: 'evaluation.json' }), 'evaluation.json'],
    ['no range', (m) => (m.pixels.white = 0), 'black'],
    ['a factor of one', (m) => Object.assign(m, { factor: 1 }), 'factor'],
    [
      'another size than its network',
      (m) => (m.components.network.io.inputs['frame'] = { ...tensor('input'), dims: [1, 3, 64, 64] }),
      '64',
    ],
  ]
  test.each(broken)('%s', async (_what, change, said) => {
    const path = copyOfRefiner(folder.path, 'tiny-upscale-2x', change)
    await expect(readRefiner(path)).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringContaining(said) as string,
    })
  })

  test('a network that makes another size than its factor says is refused when it runs', async () => {
    const path = copyOfRefiner(folder.path, 'tiny-upscale-2x', (m) => Object.assign(m, { factor: 3 }))
    const network = await openNetwork(await readRefiner(path), 'cpu')
    await expect(network.run([new Float32Array(3 * 64)], 8, 8, 0)).rejects.toMatchObject({ code: 'PACK_INVALID' })
    await network.release()
  })
})

function tensor(name: string): RefinerManifest['components']['network']['io']['inputs'][string] {
  return { name, dtype: 'float32', dims: [1, 3, 'H', 'W'] }
}

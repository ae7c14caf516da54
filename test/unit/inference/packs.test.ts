import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findPacks, packById } from '../../../main/inference/packs/find-packs.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { ensureVerified, verifyPack } from '../../../main/inference/packs/verify-pack.ts'
import { openGraph } from '../../../main/inference/runtime/session.ts'
import { copyOfTiny, PACKS, temporaryFolder, TINY, tiny, type TemporaryFolder } from './tiny.ts'

let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

const GRAPH = 'transformer/model.onnx'
/** y = x · w, with w in `../evil.bin`. */
const ESCAPING_MODEL =
  'CAg6gQEKEQoBeAoBdxIBeSIGTWF0TXVsEgFwKj8IAggCEAFCAXdqFwoIbG9jYXRpb24SCy4uL2V2aWwuYmluagsKBm9mZnNldBIBMGoMCgZsZW5ndGgSAjE2cAFaEwoBeBIOCgwIARIICgIIAgoCCAJiEwoBeRIOCgwIARIICgIIAgoCCAJCBAoAEA0='

function flipByte(path: string): void {
  const bytes = readFileSync(path)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

test.each([
  ['size', { size: { multiple: 16, min: 64, max: 64, default: { width: 32, height: 32 } } }],
  ['length', { frames: { rule: 'free', window: 16, min: 1, max: 8, default: 16, trained: [16] } }],
])('a pack whose usual %s is none that it can make is refused with its reason', async (word, change) => {
  const path = copyOfTiny(folder.path, (manifest) => Object.assign(manifest, change))
  await expect(readPack(path)).rejects.toMatchObject({
    code: 'PACK_INVALID',
    message: expect.stringContaining(`the usual ${word} is not one`) as string,
  })
})

describe('a damaged pack', () => {
  test('one flipped byte is found and the file named', async () => {
    const path = copyOfTiny(folder.path)
    flipByte(join(path, GRAPH))
    await expect(verifyPack(path)).rejects.toMatchObject({
      code: 'PACK_CORRUPT',
      message: expect.stringContaining(GRAPH) as string,
    })
    await expect(ensureVerified(await readPack(path))).rejects.toMatchObject({ code: 'PACK_CORRUPT' })
  })

  test('a byte that flips after a first check is found once the file has a new date', async () => {
    const path = copyOfTiny(folder.path)
    await ensureVerified(await readPack(path))
    flipByte(join(path, GRAPH))
    utimesSync(join(path, GRAPH), new Date(), new Date(Date.now() + 5000))
    await expect(ensureVerified(await readPack(path))).rejects.toMatchObject({ code: 'PACK_CORRUPT' })
  })

  test('a file that was cut short', async () => {
    const path = copyOfTiny(folder.path)
    truncateSync(join(path, GRAPH), 1000)
    await expect(verifyPack(path)).rejects.toMatchObject({
      code: 'PACK_CORRUPT',
      message: expect.stringMatching(/1000 bytes instead of \d+/) as string,
    })
  })

  test('a file that is missing', async () => {
    const path = copyOfTiny(folder.path)
    rmSync(join(path, 'tokenizer/tokenizer.json'))
    await expect(verifyPack(path)).rejects.toMatchObject({
      code: 'PACK_CORRUPT',
      message: expect.stringContaining('tokenizer.json') as string,
    })
  })
})

describe('a hostile pack', () => {
  test.each(['../secret.onnx', '/etc/passwd', 'a/../../b', 'C:/x', 'a\\..\\b'])('names the path %s', async (file) => {
    const path = copyOfTiny(folder.path, (manifest) => {
      manifest.files.push({ path: file, bytes: 1, sha256: '0'.repeat(64) })
    })
    await expect(readPack(path)).rejects.toMatchObject({ code: 'PACK_INVALID' })
  })

  test('has a link that leads out', async () => {
    const path = copyOfTiny(folder.path)
    const outside = join(folder.path, 'outside.onnx')
    writeFileSync(outside, readFileSync(join(path, GRAPH)))
    rmSync(join(path, GRAPH))
    symlinkSync(outside, join(path, GRAPH))
    await expect(verifyPack(path)).rejects.toMatchObject({ code: 'PACK_INVALID' })
    await expect(openGraph(await readPack(path), 'transformer', 'cpu')).rejects.toMatchObject({ code: 'PACK_INVALID' })
  })

  test('has a graph whose weights lie outside of its folder', async () => {
    const path = copyOfTiny(folder.path)
    writeFileSync(join(path, 'evil.bin'), new Uint8Array(16))
    writeFileSync(join(path, GRAPH), Buffer.from(ESCAPING_MODEL, 'base64'))
    await expect(openGraph(await readPack(path), 'transformer', 'cpu')).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringContaining('escapes') as string,
    })
  })

  test('has a manifest too large to read', async () => {
    const path = copyOfTiny(folder.path)
    writeFileSync(join(path, 'pack.json'), `{"a":"${'x'.repeat(2 << 20)}"}`)
    await expect(readPack(path)).rejects.toMatchObject({ code: 'PACK_INVALID' })
  })

  test('has a manifest that is not JSON', async () => {
    const path = copyOfTiny(folder.path)
    writeFileSync(join(path, 'pack.json'), Buffer.from([0xff, 0x00, 0x7b]))
    await expect(readPack(path)).rejects.toMatchObject({ code: 'PACK_INVALID' })
  })

  test('uses a graph that it does not list', async () => {
    const path = copyOfTiny(folder.path, (manifest) => {
      manifest.files = manifest.files.filter((file) => file.path !== GRAPH)
    })
    await expect(readPack(path)).rejects.toMatchObject({ code: 'PACK_INVALID' })
  })

  test('says of itself that it takes more than 2 GB at once', async () => {
    const path = copyOfTiny(folder.path, (manifest) => {
      const dims = manifest.components.transformer.io.inputs['hidden_states']?.dims ?? []
      dims[2] = 2 ** 31
    })
    await expect(readPack(path)).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringMatching(/transformer\/model\.onnx.*more than 2 GB/) as string,
    })
  })

  test('lacks a preview row for a channel', async () => {
    const path = copyOfTiny(folder.path, (manifest) => {
      manifest.preview.latentRgb.pop()
    })
    await expect(readPack(path)).rejects.toMatchObject({ code: 'PACK_INVALID' })
  })
})

describe('a graph that is not what the manifest says', () => {
  test.each([
    ['another dtype', (io: Io) => ((io.inputs['timestep'] as Tensor).dtype = 'float32')],
    ['another name', (io: Io) => ((io.outputs['sample'] as Tensor).name = 'picture')],
    ['another size', (io: Io) => ((io.inputs['hidden_states'] as Tensor).dims[1] = 5)],
    ['another rank', (io: Io) => (io.inputs['hidden_states'] as Tensor).dims.pop()],
  ])('%s', async (_name, change) => {
    const path = copyOfTiny(folder.path, (manifest) => void change(manifest.components.transformer.io))
    await expect(openGraph(await readPack(path), 'transformer', 'cpu')).rejects.toMatchObject({ code: 'PACK_INVALID' })
  })

  test('an input that the manifest leaves out', async () => {
    const path = copyOfTiny(folder.path, (manifest) => {
      delete manifest.components.text_encoder.io.inputs['attention_mask']
    })
    await expect(openGraph(await readPack(path), 'text_encoder', 'cpu')).rejects.toThrow('attention_mask')
  })

  test('a file that is no graph at all', async () => {
    const path = copyOfTiny(folder.path)
    writeFileSync(join(path, GRAPH), 'not a graph')
    await expect(openGraph(await readPack(path), 'transformer', 'cpu')).rejects.toMatchObject({ code: 'PACK_INVALID' })
  })

  test('a device that is not there', async () => {
    await expect(
      openGraph(tiny, 'transformer', process.platform === 'darwin' ? 'dml' : 'coreml'),
    ).rejects.toMatchObject({ code: 'DEVICE_UNAVAILABLE' })
  })
})

type Io = typeof tiny.manifest.components.transformer.io
type Tensor = Io['inputs'][string]

describe('finding packs', () => {
  test('an unknown pack names those that exist', async () => {
    await expect(packById({ folders: [PACKS] }, 'nobody')).rejects.toMatchObject({
      code: 'PACK_UNKNOWN',
      message: expect.stringContaining('tiny-latte') as string,
    })
  })

  test('a folder that is not there holds nothing', async () => {
    await expect(packById({ folders: [join(folder.path, 'nowhere')] }, 'tiny-latte')).rejects.toMatchObject({
      code: 'PACK_UNKNOWN',
    })
  })

  test('a broken pack is listed with its reason, and stands in nobody’s way', async () => {
    mkdirSync(join(folder.path, 'broken'))
    writeFileSync(join(folder.path, 'broken/pack.json'), '{}')
    mkdirSync(join(folder.path, 'empty'))
    copyOfTiny(folder.path)
    const found = await findPacks({ folders: [folder.path] })
    expect(found.map(({ pack, problem }) => pack?.manifest.id ?? problem?.code)).toEqual(['PACK_INVALID', 'tiny-latte'])
    expect((await packById({ folders: [folder.path] }, 'tiny-latte')).manifest.title).toBe('Tiny Latte')
    await expect(packById({ folders: [folder.path] }, 'broken')).rejects.toMatchObject({ code: 'PACK_INVALID' })
  })

  test('a sound pack verifies', async () => {
    const bytes = tiny.manifest.files.reduce((sum, file) => sum + file.bytes, 0)
    expect(await verifyPack(TINY)).toEqual({ id: 'tiny-latte', files: tiny.manifest.files.length, bytes })
  })
})

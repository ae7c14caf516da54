import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readAnyPack } from '../../../../../main/inference/packs/read-pack.ts'
import { checkGraphs } from '../../../../../main/inference/packs/scan/check-graphs.ts'
import { readGraph } from '../../../../../main/inference/packs/scan/read-graph.ts'
import { verifyPack } from '../../../../../main/inference/packs/verify-pack.ts'
import { openGraph } from '../../../../../main/inference/runtime/session.ts'
import { bytes, model, node, number, outside, tensor } from '../../../../support/proto.ts'
import { temporaryFolder, TINY, type TemporaryFolder } from '../../tiny.ts'
import { changeManifest, DECODER, rewritten, TRANSFORMER } from '../rewritten.ts'

let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

/** What verifying a tiny pack says whose transformer is that graph. */
async function refusal(
  graph: Buffer,
  more?: Parameters<typeof rewritten>[3],
): Promise<{ code: string; message: string }> {
  const path = rewritten(folder.path, TRANSFORMER, () => graph, more)
  const error: unknown = await verifyPack(path).catch((thrown: unknown) => thrown)
  return { code: (error as { code: string }).code, message: (error as Error).message }
}

/** A sentence that names the file and ends with what to do. */
function telling(file: string, what: RegExp): unknown {
  return expect.stringMatching(new RegExp(`"${file.replace('.', '\\.')}".*${what.source}.*\\.$`, 's'))
}

describe('a graph of a stranger', () => {
  test.each([
    ['an operator of its own', node('Steal', 'org.evil'), /org\.evil:Steal/],
    ['one inside of a branch', node('If', '', bytes(5, bytes(6, node('Steal', 'org.evil')))), /org\.evil:Steal/],
    ['a compiled program', node('EPContext', 'com.microsoft'), /EPContext/],
  ])('that uses %s is refused', async (_name, evil, what) => {
    const path = TRANSFORMER
    expect(await refusal(model(evil))).toEqual({ code: 'PACK_UNSAFE', message: telling(path, what) })
  })

  test('may define functions of its own', async () => {
    const withFunction = Buffer.concat([
      model(node('Twice', 'local')),
      bytes(25, bytes(1, 'Twice'), bytes(7, bytes(4, 'Add')), bytes(10, 'local')),
    ])
    // Refused later, for its inputs: the operators were fine.
    expect((await refusal(withFunction)).message).toContain('no input')
  })

  test.each([
    ['above the pack', '../../evil.bin'],
    ['at an absolute path', '/etc/passwd'],
    ['in memory', '*/_ORT_MEM_ADDR_/*'],
    ['in a file that is not listed', 'weights.bin'],
  ])('whose weights lie %s is refused', async (_name, location) => {
    const graph = model(...io(), tensor('w', [4], outside({ location, offset: '0', length: '16' })))
    mkdirSync(join(folder.path, 'elsewhere'))
    writeFileSync(join(folder.path, 'evil.bin'), new Uint8Array(16))
    expect(await refusal(graph)).toEqual({ code: 'PACK_UNSAFE', message: telling(TRANSFORMER, /pack that lists/) })
  })

  test('whose weights lie past the end of their file is refused', async () => {
    const graph = model(
      ...io(),
      tensor('w', [4], outside({ location: '../model_index.json', offset: '95', length: '16' })),
    )
    const found = await refusal(graph, (manifest) => {
      manifest.components.transformer.externalData = ['model_index.json']
    })
    expect(found).toEqual({
      code: 'PACK_INVALID',
      message: telling(TRANSFORMER, /past the end of "model_index\.json"/),
    })
  })

  test.each([
    ['2 GB', [32768, 16384], []],
    ['more than any number', [2 ** 40, 2 ** 40], []],
    ['a little more than is there', [5], [bytes(9, new Uint8Array(16))]],
    ['a little less', [3], [bytes(9, new Uint8Array(16))]],
  ])('that claims a tensor of %s is refused', async (_name, dims, place) => {
    const found = await refusal(model(...io(), tensor('w', dims, ...place)))
    expect(found).toEqual({ code: 'PACK_INVALID', message: telling(TRANSFORMER, /claims .* and holds \d+ bytes/) })
  })

  test('that takes another shape than its manifest says is refused without being opened', async () => {
    const path = rewritten(
      folder.path,
      TRANSFORMER,
      (same) => same,
      (manifest) => {
        const dims = manifest.components.transformer.io.inputs['hidden_states']?.dims ?? []
        dims[1] = 5
      },
    )
    await expect(verifyPack(path)).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: telling(TRANSFORMER, /hidden_states.* not \[/),
    })
  })

  test.each([
    ['cut short', (whole: Buffer) => whole.subarray(0, whole.length - 1000)],
    ['text', () => Buffer.from('this is no graph at all')],
    ['empty', () => Buffer.alloc(0)],
    ['endless nesting', () => nested(200)],
    ['two graphs', (whole: Buffer) => Buffer.concat([whole, bytes(7, node('Add'))])],
  ])('that is %s is refused', async (_name, change) => {
    const path = rewritten(folder.path, TRANSFORMER, change)
    await expect(verifyPack(path)).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: telling(TRANSFORMER, /no sound ONNX graph/),
    })
  })
})

describe('weights that are no numbers', () => {
  test('are found in a graph', async () => {
    const path = await withNan(folder.path, DECODER)
    await expect(verifyPack(path)).rejects.toMatchObject({ code: 'PACK_INVALID', message: telling(DECODER, /NaN/) })
    await expect(checkGraphs(await readAnyPack(path), { weights: false })).resolves.toBeUndefined()
    await (await openGraph(await readAnyPack(path), 'vae_decoder', 'cpu')).release()
  })

  test.each([
    ['float32 past the first megabyte', 1, 4, 300_000, 0x7fc0_0000],
    ['float16', 10, 2, 4, 0x7e00],
    ['bfloat16', 16, 2, 4, 0x7fc1],
  ])('are found in a file of weights: %s', async (_name, type, width, count, nan) => {
    const data = Buffer.alloc(width * count)
    data.writeUIntLE(nan, data.length - width, width)
    expect((await refusalOfWeights(type, width, data))?.message).toMatch(
      /"weights\.bin" holds a weight that is not a number/,
    )
    data.writeUIntLE(type === 10 ? 0xfc00 : type === 16 ? 0xff80 : 0xff80_0000, data.length - width, width)
    // Infinity may stand in a mask.
    expect(await refusalOfWeights(type, width, data)).toBeUndefined()
  })
})

test('the tiny pack is sound, and its graph is read as ONNX Runtime reads it', async () => {
  const pack = await readAnyPack(TINY)
  await checkGraphs(pack, { weights: true })
  const facts = await readGraph(join(TINY, TRANSFORMER), TRANSFORMER)
  expect(facts.inputs.map(({ name }) => name)).toEqual(['hidden_states', 'encoder_hidden_states', 'timestep'])
})

/** The transformer's own inputs and outputs. */
function io(): Uint8Array[] {
  const value = (field: number, name: string, type: number) =>
    bytes(field, bytes(1, name), bytes(2, bytes(1, number(1, type))))
  return [
    value(11, 'hidden_states', 1),
    value(11, 'encoder_hidden_states', 1),
    value(11, 'timestep', 7),
    value(12, 'sample', 1),
  ]
}

function nested(depth: number): Buffer {
  let graph = Buffer.from(node('Add'))
  for (let i = 0; i < depth; i++) graph = Buffer.from(node('If', '', bytes(5, bytes(6, graph))))
  return model(graph)
}

async function withNan(parent: string, file: string): Promise<string> {
  const { tensors } = await readGraph(join(TINY, file), file)
  const at = tensors.find((one) => one.type === 1 && (one.inside?.length ?? 0) > 64)?.inside?.at ?? 0
  return rewritten(parent, file, (whole) => {
    whole.writeUInt32LE(0x7fc0_0000, at + 8)
    return whole
  })
}

async function refusalOfWeights(type: number, width: number, data: Buffer): Promise<Error | undefined> {
  const place = outside({ location: '../weights.bin' })
  const weights = bytes(5, number(1, data.length / width), number(2, type), bytes(8, 'w'), place)
  const path = rewritten(folder.path, TRANSFORMER, () => model(...io(), weights))
  writeFileSync(join(path, 'weights.bin'), data)
  changeManifest(path, (manifest) => {
    manifest.components.transformer.externalData = ['weights.bin']
    manifest.files.push({ path: 'weights.bin', bytes: data.length, sha256: '0'.repeat(64) })
  })
  return (await checkGraphs(await readAnyPack(path), { weights: true }).catch((error: unknown) => error)) as
    Error | undefined
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { abilitiesOf } from '../../../core/generation/abilities.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { verifyPack } from '../../../main/inference/packs/verify-pack.ts'
import { PACKS } from './tiny.ts'

const names = readdirSync(PACKS)
/** What an exporter leaves behind: source files, and folders of the machine that it ran on. */
const TRACES = [/[\w./-]+\.py\b/, /site-packages/, /\/(home|root|tmp|work|Users)\//]

describe.each(names)('%s', (name) => {
  const path = join(PACKS, name)

  test('verifies, file by file', async () => {
    expect((await verifyPack(path)).id).toBe(name)
  })

  test('no graph tells where it was made', async () => {
    const { manifest } = await readPack(path)
    const graphs = manifest.files.filter((file) => file.path.endsWith('.onnx'))
    expect(graphs.length).toBeGreaterThanOrEqual(3)
    for (const graph of graphs) {
      const text = readFileSync(join(path, graph.path), 'latin1')
      for (const trace of TRACES) expect(trace.exec(text)?.[0], graph.path).toBeUndefined()
    }
  })

  test('numbers cross its borders only in types that Node has', async () => {
    const { manifest } = await readPack(path)
    for (const component of Object.values(manifest.components)) {
      const tensors = [...Object.values(component?.io.inputs ?? {}), ...Object.values(component?.io.outputs ?? {})]
      for (const { dtype } of tensors) expect(['float32', 'int64']).toContain(dtype)
    }
  })
})

test('the packs are small enough to be kept with the source', async () => {
  const packs = await Promise.all(names.map((name) => readPack(join(PACKS, name))))
  const bytes = packs.flatMap(({ manifest }) => manifest.files).reduce((sum, file) => sum + file.bytes, 0)
  expect(bytes).toBeLessThan(12e6)
})

test('footage can be changed with each of them', async () => {
  const packs = await Promise.all(names.map((name) => readPack(join(PACKS, name))))
  const without = packs.filter(({ manifest }) => !abilitiesOf(manifest).footage)
  expect(without.map(({ manifest }) => manifest.id)).toEqual([])
})

test('each family says what it can do', async () => {
  const found = await Promise.all(
    names.map(async (name) => [name, abilitiesOf((await readPack(join(PACKS, name))).manifest)] as const),
  )
  const abilities = Object.fromEntries(found)
  expect(abilities['tiny-latte']).toMatchObject({ keyframes: 'none', windows: true, temporalDecoder: false })
  expect(abilities['tiny-latte-temporal']).toMatchObject({ temporalDecoder: true })
  expect(abilities['tiny-wan']).toMatchObject({ imageToVideo: false, windows: false, streamingDecode: true })
  expect(abilities['tiny-wan-clip']).toMatchObject({ textToVideo: false, keyframes: 'first', hops: true })
  expect(abilities['tiny-wan-i2v']).toMatchObject({ textToVideo: false, keyframes: 'first-and-last' })
  expect(abilities['tiny-wan-5b']).toMatchObject({ textToVideo: true, keyframes: 'first', strength: false })
  expect(abilities['tiny-ltx-keyframes']).toMatchObject({ keyframes: 'any', strength: true, streamingDecode: false })
})

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import type { PackManifest } from '../../../core/generation/manifest.ts'
import { readGolden, requestOf, runOnce } from '../../../main/inference/golden/index.ts'
import { sha256 } from '../../../main/files/index.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { openPipeline } from '../../../main/inference/pipelines/families.ts'
import { fromHalf, halfTensor, toHalf } from '../../../main/inference/runtime/half.ts'
import { withHalfBorders } from '../../support/half-graph.ts'
import { PACKS, temporaryFolder } from './tiny.ts'

/** y = x + x in opset 13, both float16 with two numbers. */
const DOUBLE = 'CAgSADo4Cg4KAXgKAXgSAXkiA0FkZBIEaGFsZloPCgF4EgoKCAgKEgQKAggCYg8KAXkSCgoICAoSBAoCCAJCBAoAEA0='

test('numbers are rounded as the language rounds them', () => {
  const { Float16Array } = globalThis as unknown as {
    Float16Array: new (values: ArrayLike<number>) => { buffer: ArrayBuffer }
  }
  const all = fromHalf(Uint16Array.from({ length: 1 << 16 }, (_, bits) => bits))
  const between = all.map((value, i) => (value + (all[i + 1] ?? 0)) / 2)
  const scattered = Float32Array.from({ length: 50_000 }, (_, i) => Math.sin(i) * 2 ** ((i % 60) - 30))
  for (const values of [
    all,
    between,
    scattered,
    Float32Array.of(65519, 65520, 1e9, -1e9, 2 ** -25, 2 ** -25 * 1.0001),
  ]) {
    const numbers = values.filter((value) => !Number.isNaN(value))
    expect(toHalf(numbers)).toEqual(new Uint16Array(new Float16Array(numbers).buffer))
  }
  expect(fromHalf(toHalf(Float32Array.of(Number.NaN)))[0]).toBeNaN()
  expect(Array.from(all.slice(0, 3))).toEqual([0, 2 ** -24, 2 ** -23])
})

test('they go in and out of a float16 graph, though the language has a Float16Array', async () => {
  expect(globalThis).toHaveProperty('Float16Array')
  const session = await InferenceSession.create(Buffer.from(DOUBLE, 'base64'))
  const { y } = await session.run({ x: halfTensor(Float32Array.of(1.5, -0.25), [2]) })
  expect(y?.type).toBe('float16')
  expect(y?.data).toBeInstanceOf(Uint16Array)
  expect(Array.from(fromHalf(y?.data as Uint16Array))).toEqual([3, -0.5])
  await session.release()
})

/** A copy of a fixture pack whose graphs take and give float16 wherever they took and gave float32. */
function halfPack(name: string, folder: string): string {
  const path = join(folder, name)
  cpSync(join(PACKS, name), path, { recursive: true })
  const file = join(path, 'pack.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as PackManifest
  for (const component of Object.values(manifest.components)) {
    if (component === undefined) continue
    const graph = withHalfBorders(readFileSync(join(path, component.file)))
    writeFileSync(join(path, component.file), graph)
    const listed = manifest.files.find((one) => one.path === component.file)
    Object.assign(listed ?? {}, { bytes: graph.length, sha256: sha256(graph) })
    for (const tensor of [...Object.values(component.io.inputs), ...Object.values(component.io.outputs)]) {
      if (tensor.dtype === 'float32') tensor.dtype = 'float16'
    }
  }
  writeFileSync(file, JSON.stringify(manifest))
  return path
}

describe('packs that take and give float16', () => {
  test.each([
    'tiny-latte-temporal',
    'tiny-animatediff',
    'tiny-wan',
    'tiny-wan-i2v',
    'tiny-wan-5b',
    'tiny-ltx-keyframes',
  ])('%s makes nearly the frames of its float32 self', async (name) => {
    using folder = temporaryFolder()
    const runs = readGolden(JSON.parse(readFileSync(join(PACKS, name, 'golden.json'), 'utf8'))).runs
    const run = runs.toSorted((a, b) => a.steps * a.frames - b.steps * b.frames)[0]
    if (run === undefined) throw new Error('the golden file is empty')
    const [whole, half] = await Promise.all(
      [join(PACKS, name), halfPack(name, folder.path)].map(async (path) => {
        const pack = await readPack(path)
        const pipeline = await openPipeline(pack, 'cpu')
        const made = await runOnce(pack, pipeline, { ...requestOf(run), steps: Math.min(run.steps, 3) })
        const frames = await made.frames()
        await pipeline.release()
        return frames
      }),
    )
    const off = Array.from(whole ?? [], (level, i) => Math.abs(level - (half?.[i] ?? 0)))
    expect(half?.length).toBe(whole?.length)
    expect(off.some((levels) => levels > 0)).toBe(true)
    expect(off.reduce((sum, levels) => sum + levels, 0) / off.length).toBeLessThan(0.5)
  })
})

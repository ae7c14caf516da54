import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TorchGenerator } from '../../../main/inference/noise/index.ts'
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from '../../../main/inference/sampler/checkpoint.ts'
import { temporaryFolder, type TemporaryFolder } from './tiny.ts'

const recipe = 'a'.repeat(64)
const generator = new TorchGenerator(3)
generator.randn(5)
const checkpoint = {
  recipe,
  step: 4,
  elapsedMs: 12.5,
  latents: Float32Array.of(0.1, -0, 1e-40, 3.4e38),
  scheduler: { numbers: { index: 4 }, arrays: { first: Float32Array.of(1 / 3, 2), second: new Float32Array() } },
  generator: generator.state(),
}

let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

test('comes back bit for bit', async () => {
  await writeCheckpoint(folder.path, checkpoint)
  expect(await readCheckpoint(folder.path, recipe)).toEqual(checkpoint)
})

test('is found where the process ended while the next one took its place', async () => {
  for (const step of [1, 2, 3]) await writeCheckpoint(folder.path, { ...checkpoint, step })
  expect(readdirSync(folder.path)).toEqual(['step.ckpt'])
  renameSync(join(folder.path, 'step.ckpt'), join(folder.path, 'step.ckpt.old'))
  expect(await readCheckpoint(folder.path, recipe)).toEqual({ ...checkpoint, step: 3 })
  await writeCheckpoint(folder.path, { ...checkpoint, step: 4 })
  expect(await readCheckpoint(folder.path, recipe)).toEqual({ ...checkpoint, step: 4 })
  await removeCheckpoint(folder.path)
  expect(readdirSync(folder.path)).toEqual([])
})

test('of another recipe, or none at all, is null', async () => {
  expect(await readCheckpoint(folder.path, recipe)).toBeNull()
  await writeCheckpoint(folder.path, checkpoint)
  expect(await readCheckpoint(folder.path, 'b'.repeat(64))).toBeNull()
  await removeCheckpoint(folder.path)
  expect(await readCheckpoint(folder.path, recipe)).toBeNull()
})

test('with any one byte flipped, or cut anywhere, is ignored', async () => {
  await writeCheckpoint(folder.path, checkpoint)
  const path = join(folder.path, 'step.ckpt')
  const whole = readFileSync(path)
  for (let at = 0; at < whole.length; at += Math.max(1, Math.floor(whole.length / 97))) {
    const flipped = Buffer.from(whole)
    flipped[at] = (flipped[at] ?? 0) ^ 0x10
    writeFileSync(path, flipped)
    expect(await readCheckpoint(folder.path, recipe), `byte ${at}`).toBeNull()
    writeFileSync(path, whole.subarray(0, at))
    expect(await readCheckpoint(folder.path, recipe), `cut at ${at}`).toBeNull()
  }
})

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TorchGenerator } from '../../../main/inference/noise/index.ts'
import { keepCheckpoints, readCheckpoint, removeCheckpoint } from '../../../main/inference/sampler/checkpoint.ts'
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

async function keep(...steps: number[]): Promise<void> {
  const keeper = keepCheckpoints(folder.path)
  for (const step of steps) keeper.keep({ ...checkpoint, step })
  await keeper.close()
}

test('comes back bit for bit', async () => {
  await keep(4)
  expect(await readCheckpoint(folder.path, recipe)).toEqual(checkpoint)
})

test('the newest one counts, and the one before where it was torn', async () => {
  await keep(1, 2, 3)
  expect((await readCheckpoint(folder.path, recipe))?.step).toBe(3)
  const path = join(folder.path, 'step.1.ckpt')
  writeFileSync(path, readFileSync(path).subarray(0, -1))
  expect(await readCheckpoint(folder.path, recipe)).toEqual({ ...checkpoint, step: 2 })
  await removeCheckpoint(folder.path)
  expect(readdirSync(folder.path)).toEqual([])
})

test('a shorter one over a longer one is sound', async () => {
  const keeper = keepCheckpoints(folder.path)
  const longer = { ...checkpoint, latents: new Float32Array(99).fill(2) }
  for (const step of [1, 2]) keeper.keep({ ...longer, step })
  keeper.keep({ ...checkpoint, step: 3 })
  await keeper.close()
  expect(await readCheckpoint(folder.path, recipe)).toEqual({ ...checkpoint, step: 3 })
})

test('noise that was drawn in between is kept with it', async () => {
  const keeper = keepCheckpoints(folder.path)
  const drawing = new TorchGenerator(8)
  keeper.keep({ ...checkpoint, step: 1, generator: drawing.state() })
  drawing.randn(20)
  keeper.keep({ ...checkpoint, step: 2, generator: drawing.state() })
  await keeper.close()
  const saved = await readCheckpoint(folder.path, recipe)
  const restored = new TorchGenerator(1)
  restored.restore((saved as typeof checkpoint).generator)
  expect(restored.randn(20)).toEqual(drawing.randn(20))
})

test('a folder that cannot be written to is told', async () => {
  const path = join(folder.path, 'file')
  writeFileSync(path, '')
  const keeper = keepCheckpoints(path)
  expect(() => keeper.keep(checkpoint)).toThrow()
  await keeper.close()
})

test('of another recipe, or none at all, is null', async () => {
  expect(await readCheckpoint(folder.path, recipe)).toBeNull()
  await keep(4)
  expect(await readCheckpoint(folder.path, 'b'.repeat(64))).toBeNull()
  await removeCheckpoint(folder.path)
  expect(await readCheckpoint(folder.path, recipe)).toBeNull()
})

test('with any one byte flipped, or cut anywhere, is ignored', async () => {
  await keep(4)
  rmSync(join(folder.path, 'step.ckpt'), { force: true })
  const path = join(folder.path, 'step.1.ckpt')
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

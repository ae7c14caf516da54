import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPipeline } from '../../../main/inference/pipelines/families.ts'
import { TextStore } from '../../../main/inference/pipelines/text-store.ts'
import { copyOfTiny, temporaryFolder, tiny, type TemporaryFolder } from './tiny.ts'

let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

const embeds = (fill: number) => ({
  values: new Float32Array(12).fill(fill),
  mask: Uint8Array.of(1, 1, 0),
  length: 3,
  width: 4,
})
const key = (id: bigint, pack = 'a') => ({
  pack,
  ids: BigInt64Array.of(id, 1n, 0n),
  mask: BigInt64Array.of(1n, 1n, 0n),
})

test('a text that was read once needs its encoder no more, and gives the same bits', async () => {
  const first = await openPipeline(tiny, 'cpu', folder.path)
  const read = await first.encode('a red ball', 'slowly', 2)
  await first.release()
  expect(readdirSync(folder.path)).toHaveLength(2)
  // The graph is gone: whoever opened it would fail.
  const path = copyOfTiny(folder.path)
  writeFileSync(join(path, 'text_encoder/model.onnx'), 'no graph')
  const second = await openPipeline({ ...tiny, path }, 'cpu', folder.path)
  expect(await second.encode('A Red Ball ', 'slowly', 2)).toEqual(read)
  await expect(second.encode('a blue cube', 'slowly', 2)).rejects.toMatchObject({ code: 'PACK_INVALID' })
})

test('another pack, device or text is another entry', async () => {
  const store = new TextStore(folder.path, 'cpu')
  await store.write(key(5n), embeds(5))
  expect(await store.read(key(5n))).toEqual(embeds(5))
  expect(await store.read(key(5n, 'b'))).toBeNull()
  expect(await store.read(key(6n))).toBeNull()
  expect(await new TextStore(folder.path, 'cuda').read(key(5n))).toBeNull()
})

test.each([
  ['a flipped byte', (file: Buffer) => file.with(40, (file[40] ?? 0) ^ 1)],
  ['a cut end', (file: Buffer) => file.subarray(0, -5)],
  ['nothing', () => new Uint8Array(0)],
])('a file with %s counts as none and is written anew', async (_what, damage) => {
  const store = new TextStore(folder.path, 'cpu')
  await store.write(key(5n), embeds(5))
  const path = join(folder.path, readdirSync(folder.path)[0] ?? '')
  writeFileSync(path, damage(readFileSync(path)))
  expect(await store.read(key(5n))).toBeNull()
  await store.write(key(5n), embeds(5))
  expect(await store.read(key(5n))).toEqual(embeds(5))
})

test('above the limit those go that were used least lately', async () => {
  const store = new TextStore(folder.path, 'cpu', 300)
  for (const id of [1n, 2n, 3n]) {
    await store.write(key(id), embeds(Number(id)))
    for (const name of readdirSync(folder.path)) {
      const path = join(folder.path, name)
      const earlier = new Date(statSync(path).mtimeMs - 10_000)
      utimesSync(path, earlier, earlier)
    }
    // The first one is asked for again, so the second one is the oldest.
    expect(await store.read(key(1n))).toEqual(embeds(1))
  }
  expect(readdirSync(folder.path)).toHaveLength(2)
  expect(await store.read(key(2n))).toBeNull()
  expect(await store.read(key(3n))).toEqual(embeds(3))
})

test('a folder that cannot be written costs nothing but time', async () => {
  writeFileSync(join(folder.path, 'blocked'), '')
  const store = new TextStore(join(folder.path, 'blocked'), 'cpu')
  await store.write(key(1n), embeds(1))
  expect(await store.read(key(1n))).toBeNull()
})

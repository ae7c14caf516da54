import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSpool, type Spool } from '../../../../main/inference/refine/spool.ts'
import { temporaryFolder, type TemporaryFolder } from '../tiny.ts'

const BYTES = 300
const RECIPE = 'a'.repeat(64)
const frame = (n: number): Uint8Array => new Uint8Array(BYTES).fill(n + 1)

let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

/** Three files of two frames each. */
async function filled(): Promise<void> {
  for (let n = 0; n < 6; n += 2) {
    const spool = await openSpool(folder.path, RECIPE, BYTES)
    await spool.add(frame(n))
    await spool.add(frame(n + 1))
    await spool.flush()
  }
}

async function framesOf(spool: Spool): Promise<number[]> {
  const values: number[] = []
  for await (const bytes of spool.frames()) {
    expect(bytes.length).toBe(BYTES)
    values.push((bytes[0] ?? 0) - 1)
  }
  return values
}

const files = () =>
  readdirSync(folder.path)
    .filter((name) => name.endsWith('.z'))
    .sort()

test('gives back what was flushed, in order', async () => {
  await filled()
  const spool = await openSpool(folder.path, RECIPE, BYTES)
  expect(spool.saved).toBe(6)
  expect(await framesOf(spool)).toEqual([0, 1, 2, 3, 4, 5])
})

test('what was not flushed is not there: it is made again', async () => {
  const spool = await openSpool(folder.path, RECIPE, BYTES)
  await spool.add(frame(0))
  expect((await openSpool(folder.path, RECIPE, BYTES)).saved).toBe(0)
})

test('frames of another recipe or size are dropped', async () => {
  await filled()
  expect((await openSpool(folder.path, RECIPE, BYTES + 1)).saved).toBe(0)
  await filled()
  expect((await openSpool(folder.path, 'b'.repeat(64), BYTES)).saved).toBe(0)
  expect(files()).toEqual([])
})

test('a damaged file is dropped with all that come after it', async () => {
  await filled()
  const path = join(folder.path, files()[1] ?? '')
  const bytes = readFileSync(path)
  bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1
  writeFileSync(path, bytes)
  const spool = await openSpool(folder.path, RECIPE, BYTES)
  expect(spool.saved).toBe(2)
  expect(await framesOf(spool)).toEqual([0, 1])
  expect(files()).toHaveLength(1)
})

test('so is one that was cut short, and a leftover of a write', async () => {
  await filled()
  truncateSync(join(folder.path, files()[2] ?? ''), 5)
  writeFileSync(join(folder.path, '.frames.tmp'), 'x')
  expect((await openSpool(folder.path, RECIPE, BYTES)).saved).toBe(4)
  expect(readdirSync(folder.path)).not.toContain('.frames.tmp')
})

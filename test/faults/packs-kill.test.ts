import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sha256File } from '../../main/files/index.ts'
import { runCli, startCli, temporaryHome } from '../support/cli.ts'
import { tree } from '../support/tree.ts'
import { changeManifest } from '../unit/inference/packs/rewritten.ts'
import { copyOfTiny } from '../unit/inference/tiny.ts'

const BIG_BYTES = 256 * 1024 * 1024

let home: ReturnType<typeof temporaryHome>
beforeEach(() => {
  home = temporaryHome()
})
afterEach(() => home[Symbol.dispose]())

/** The tiny pack with a file that takes a while to copy. */
async function bigPack(): Promise<string> {
  const source = copyOfTiny(home.path)
  const file = join(source, 'big.bin')
  writeFileSync(file, 'big')
  truncateSync(file, BIG_BYTES)
  const sha256 = await sha256File(file)
  changeManifest(source, (manifest) => manifest.files.push({ path: 'big.bin', bytes: BIG_BYTES, sha256 }))
  return source
}

/** Resolves once the big file is being copied, with the bytes that were told. */
async function underWay(child: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const { stage, doneBytes = 0 } = JSON.parse(line) as { stage?: string; doneBytes?: number }
    if (stage === 'copying' && doneBytes > 16 * 1024 * 1024 && doneBytes < BIG_BYTES) return doneBytes
  }
  throw new Error('the process ended before the copy was under way')
}

test('a copy that is killed shows nothing, and goes on where it was', { timeout: 120_000 }, async () => {
  const source = await bigPack()
  const child = startCli(['packs', 'add', source, '--json'], home.path)
  const told = await underWay(child)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('close', resolve))

  const packs = join(home.path, 'config', 'packs')
  expect(readdirSync(packs)).toEqual(['.incoming'])
  const partial = (readdirSync(packs, { recursive: true }) as string[]).find((name) =>
    /partial.[0-9a-f]{64}$/.test(name),
  )
  const { size, ino } = statSync(join(packs, partial ?? ''))
  expect(size).toBeGreaterThan(told / 2)
  expect(size).toBeLessThan(BIG_BYTES)

  const again = await runCli(['packs', 'add', source, '--json'], home.path)
  expect(again.code, again.stderr).toBe(0)
  const steps = again.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { stage?: string; doneBytes: number })
    .filter(({ stage }) => stage === 'copying')
  // The small files come first; of the big one, only what was missing is copied.
  const big = steps.map(({ doneBytes }) => doneBytes).filter((doneBytes) => doneBytes > 1_000_000)
  expect(Math.min(...big)).toBeGreaterThan(size)
  expect(again.last).toMatchObject({
    id: 'tiny-latte',
    already: false,
    checks: [{ device: 'cpu:0', state: 'fine', against: 'golden' }],
  })
  expect(tree(join(packs, 'tiny-latte'))).toEqual(tree(source))
  expect(statSync(join(packs, 'tiny-latte', 'big.bin')).ino).toBe(ino)
  expect(readdirSync(join(packs, '.incoming'))).toEqual([])
  expect(existsSync(source)).toBe(true)
})

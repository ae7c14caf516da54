import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeIfStale } from '../../../scripts/build/stale.ts'

const target = { sources: ['src', 'config', 'absent'], result: 'dist/out', stamp: 'dist/.stamp' }

function tree() {
  const root = mkdtempSync(join(tmpdir(), 'cortado-stale-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'src', 'deep'), { recursive: true })
  mkdirSync(join(root, 'dist'))
  const write = (path: string, text: string): void => writeFileSync(join(root, path), text)
  write('src/deep/a', '1')
  write('config', '1')
  const make = (): Promise<boolean> => makeIfStale(root, target, async () => write('dist/out', 'made'))
  return { root, write, make }
}

test('it is made once, and again when a source, its name or the result changes', async () => {
  const { root, write, make } = tree()
  expect(await make()).toBe(true)
  expect(await make()).toBe(false)
  write('src/deep/a', '2')
  expect(await make()).toBe(true)
  write('src/deep/b', '')
  expect(await make()).toBe(true)
  rmSync(join(root, 'src/deep/b'))
  expect(await make()).toBe(true)
  rmSync(join(root, 'dist/out'))
  expect(await make()).toBe(true)
  expect(await make()).toBe(false)
})

test('a build that fails is tried again', async () => {
  const { root, make } = tree()
  await expect(makeIfStale(root, target, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await make()).toBe(true)
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DeviceBook } from '../../../../main/inference/devices/device-book.ts'
import { failedFinding } from '../../../../main/inference/devices/finding.ts'
import { temporaryFolder } from '../tiny.ts'

const PACK = 'a'.repeat(64)
const old = { id: 'cuda:0', hardware: 'NVIDIA L4, driver 550', runtime: '1.30.0' }
const failed = failedFinding('cuda:0', 'it ran out of memory.')

test('what was found holds for one driver and one runtime, and the newest takes its place', async () => {
  using folder = temporaryFolder()
  const book = new DeviceBook(join(folder.path, 'devices.json'))
  await book.record(PACK, old, failed)
  const updated = { ...old, hardware: 'NVIDIA L4, driver 560' }
  expect(book.finding(PACK, old)).toEqual({ ...failed, useAnyway: false })
  expect(book.finding(PACK, updated)).toBeUndefined()
  expect(book.finding(PACK, { ...old, runtime: '1.31.0' })).toBeUndefined()
  await book.record(PACK, updated, { ...failed, state: 'fine' })
  expect(book.findings(PACK).map(({ state }) => state)).toEqual(['fine'])
})

test('two studios of one user keep what each of them writes', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'devices.json')
  const [one, other] = [new DeviceBook(path), new DeviceBook(path)]
  await one.record(PACK, old, failed)
  await other.overrule(PACK, 'cuda', true)
  await one.setCpuWorkers(2)
  const read = new DeviceBook(path)
  expect(read.findings(PACK)).toEqual([{ ...failed, useAnyway: true }])
  expect(read.cpuWorkers).toBe(2)
  await other.overrule(PACK, 'cuda', false)
  expect(new DeviceBook(path).overruled(PACK, 'cuda:1')).toBe(false)
})

test.each(['', '{"findings": 7}', '{"cpuWorkers": 0}'])('a damaged file is an empty one: %j', async (text) => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'devices.json')
  writeFileSync(path, text)
  const book = new DeviceBook(path)
  expect(book.findings(PACK)).toEqual([])
  await book.record(PACK, old, failed)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ cpuWorkers: 1 })
})

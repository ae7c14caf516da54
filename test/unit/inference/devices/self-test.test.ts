import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { selfTest } from '../../../../main/inference/devices/self-test.ts'
import { readPack } from '../../../../main/inference/packs/read-pack.ts'
import { REFINERS } from '../refine/refiners.ts'
import { PACKS, temporaryFolder } from '../tiny.ts'

/** Another worker on the processor is a device too: the same numbers, in about the same time. */
const SECOND = 'cpu:1'

describe('a pack held against itself', () => {
  test.each(['tiny-latte', 'tiny-animatediff', 'tiny-wan', 'tiny-wan-i2v', 'tiny-wan-5b', 'tiny-ltx-keyframes'])(
    '%s, by its golden, and by a clip of its own where it brings none',
    async (name) => {
      const golden = await selfTest(join(PACKS, name), SECOND)
      expect(golden).toMatchObject({ device: SECOND, against: 'golden' })
      expect(golden.worst).toBeLessThanOrEqual(1)
      using folder = temporaryFolder()
      const path = join(folder.path, name)
      cpSync(join(PACKS, name), path, { recursive: true })
      const { golden: _gone, ...manifest } = (await readPack(path)).manifest
      writeFileSync(join(path, 'pack.json'), JSON.stringify(manifest))
      const own = await selfTest(path, SECOND)
      expect(own).toMatchObject({ against: 'cpu', worst: 0, rms: 0 })
      for (const { state, deviceMs, cpuMs } of [golden, own]) {
        expect(['fine', 'slower']).toContain(state)
        expect(deviceMs).toBeGreaterThan(0)
        expect(cpuMs).toBeGreaterThan(0)
      }
    },
  )

  test.each(['tiny-upscale-2x', 'tiny-middle'])('%s, a refiner, by a tile', async (name) => {
    const finding = await selfTest(join(REFINERS, name), SECOND)
    expect(finding).toMatchObject({ against: 'cpu', worst: 0 })
  })
})

test('a device that cannot be opened has failed, with the reason', async () => {
  const device = process.platform === 'darwin' ? 'dml:0' : 'coreml:0'
  const finding = await selfTest(join(PACKS, 'tiny-latte'), device)
  expect(finding).toMatchObject({ state: 'failed', against: null, worst: null })
  expect(finding.words).toMatch(/cannot be used here/)
})

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { selfTest } from '../../../../main/inference/devices/self-test.ts'
import { readPack } from '../../../../main/inference/packs/read-pack.ts'
import { REFINERS } from '../refine/refiners.ts'
import { copyOfTiny, PACKS, temporaryFolder } from '../tiny.ts'

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

describe('the processor itself', () => {
  test.each(['tiny-latte', 'tiny-wan'])('%s is held against its whole golden file', async (name) => {
    const steps: string[] = []
    const finding = await selfTest(join(PACKS, name), 'cpu:0', (done, total) => steps.push(`${done}/${total}`))
    expect(finding).toMatchObject({ device: 'cpu:0', state: 'fine', against: 'golden' })
    expect(finding.worst).toBeLessThanOrEqual(1)
    expect(finding.rms).toBeLessThanOrEqual(1)
    expect(finding.deviceMs).toBe(finding.cpuMs)
    expect(finding.cpuMs).toBeGreaterThan(0)
    expect(steps.at(-1)).toBe(`${steps.length}/${steps.length}`)
  })

  test('a pack that makes something else is wrong, and one that cannot run has failed', async () => {
    using folder = temporaryFolder()
    const path = copyOfTiny(folder.path, (manifest) => {
      manifest.latents.scale *= 1.5
    })
    const wrong = await selfTest(path, 'cpu:0')
    expect(wrong).toMatchObject({ state: 'wrong', against: 'golden' })
    expect(wrong.words).toMatch(/did not come out as its makers say: .*frames off by/)
    expect(wrong.worst).toBeGreaterThan(1)
    const gone = await selfTest(join(folder.path, 'gone'), 'cpu:0')
    expect(gone).toMatchObject({ device: 'cpu:0', state: 'failed', worst: null })
  })

  test.each([join(PACKS, 'tiny-latte'), join(REFINERS, 'tiny-middle')])(
    '%s without a golden file only has to run',
    async (source) => {
      using folder = temporaryFolder()
      const path = join(folder.path, 'pack')
      cpSync(source, path, { recursive: true })
      const { golden: _gone, ...manifest } = JSON.parse(readFileSync(join(path, 'pack.json'), 'utf8')) as {
        golden?: unknown
      }
      writeFileSync(join(path, 'pack.json'), JSON.stringify(manifest))
      const finding = await selfTest(path, 'cpu:0')
      expect(finding).toMatchObject({ state: 'fine', against: null, rms: null })
      expect(finding.words).toMatch(/brings no golden file/)
    },
  )
})

test('a device that cannot be opened has failed, with the reason', async () => {
  const device = process.platform === 'darwin' ? 'dml:0' : 'coreml:0'
  const finding = await selfTest(join(PACKS, 'tiny-latte'), device)
  expect(finding).toMatchObject({ state: 'failed', against: null, worst: null })
  expect(finding.words).toMatch(/cannot be used here/)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readPackText, readRefiner } from '../../../../main/inference/packs/read-pack.ts'
import { verifyPack } from '../../../../main/inference/packs/verify-pack.ts'
import { openNetwork } from '../../../../main/inference/refine/network.ts'
import { floats } from '../tiny.ts'

const MODELS = join(import.meta.dirname, '../../../../assets/models')
const GOLDENS = join(import.meta.dirname, '../../../fixtures/esrgan')

/** What TensorFlow.js' own CPU backend made of a picture with the same weights; values reach up to `white`. */
interface Golden {
  width: number
  height: number
  white: number
  input: string
  output: string
}

describe.each(['medium-2x', 'medium-4x'])('ESRGAN %s', (name) => {
  const path = join(MODELS, `esrgan-${name}`)
  const golden = JSON.parse(readFileSync(join(GOLDENS, `${name}.json`), 'utf8')) as Golden

  test('gives what TensorFlow.js gives, to 1e-4 of white', async () => {
    const network = await openNetwork(await readRefiner(path), 'cpu')
    onTestFinished(() => network.release())
    expect(network.manifest.pixels.white).toBe(golden.white)
    const made = await network.run([floats(golden.input)], golden.height, golden.width, 0)
    const wanted = floats(golden.output)
    expect(made.length).toBe(wanted.length)
    const worst = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - (made[i] as number))), 0)
    expect(worst / golden.white).toBeLessThan(1e-4)
    expect(Math.max(...wanted) - Math.min(...wanted)).toBeGreaterThan(golden.white / 2)
  })

  test('is whole, and brings its licence', async () => {
    await verifyPack(path)
    const { manifest } = await readRefiner(path)
    expect(manifest.license.spdx).toBe('MIT')
    expect(await readPackText(path, manifest.license.file ?? '')).toContain('Permission is hereby granted')
  })
})

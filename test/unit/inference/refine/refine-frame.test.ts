import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readRefiner } from '../../../../main/inference/packs/read-pack.ts'
import { openNetwork, type Network } from '../../../../main/inference/refine/network.ts'
import { refineFrame, runsIn, tilingFor } from '../../../../main/inference/refine/refine-frame.ts'
import { temporaryFolder } from '../tiny.ts'
import { copyOfRefiner, picture, REFINERS, type TinyRefiner } from './refiners.ts'

const WHOLE = 4096
const nothing = () => Promise.resolve()

async function open(name: TinyRefiner): Promise<Network> {
  const network = await openNetwork(await readRefiner(join(REFINERS, name)), 'cpu')
  onTestFinished(() => network.release())
  return network
}

async function refine(
  network: Network,
  width: number,
  height: number,
  tile = network.manifest.tiling.size,
  time = 1 / 3,
) {
  const size = { width, height }
  const sources = [picture(width, height, 1), picture(width, height, 2)]
  const tiling = tilingFor(network, size, tile)
  return { frame: await refineFrame(network, tiling, sources, size, time, nothing), runs: runsIn(tiling) }
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length)
  let largest = 0
  for (const [i, value] of a.entries()) largest = Math.max(largest, Math.abs(value - (b[i] ?? 0)))
  return largest
}

describe('tiled', () => {
  test.each([
    ['tiny-upscale-2x', 200, 131],
    ['tiny-upscale-2x', 49, 48],
    ['tiny-realesrgan-4x', 129, 97],
    ['tiny-realesrgan-4x', 65, 200],
    ['tiny-rife-seven', 150, 97],
    ['tiny-rife-timed', 129, 65],
    ['tiny-middle', 97, 161],
  ] as const)('%s at %i x %i is what it is in one piece, within 1/255', async (name, width, height) => {
    const network = await open(name)
    const tiled = await refine(network, width, height)
    const whole = await refine(network, width, height, WHOLE)
    expect(tiled.runs).toBeGreaterThan(1)
    expect(whole.runs).toBe(1)
    expect(largestDifference(tiled.frame, whole.frame)).toBeLessThanOrEqual(1)
  })

  test('a margin that is smaller than what the network looks at does show: the comparison can fail', async () => {
    using folder = temporaryFolder()
    const path = copyOfRefiner(folder.path, 'tiny-realesrgan-4x', (manifest) => {
      manifest.tiling = { size: 32, overlap: 0, margin: 0, multiple: 1 }
    })
    const network = await openNetwork(await readRefiner(path), 'cpu')
    onTestFinished(() => network.release())
    const tiled = await refine(network, 129, 97)
    const whole = await refine(network, 129, 97, WHOLE)
    expect(largestDifference(tiled.frame, whole.frame)).toBeGreaterThan(1)
  })

  test('a network that takes one size only gets padded tiles, smaller pictures too', async () => {
    const network = await open('tiny-fixed-4x')
    expect((await refine(network, 200, 70)).frame.length).toBe(3 * 800 * 280)
    expect((await refine(network, 7, 5)).frame.length).toBe(3 * 28 * 20)
  })
})

describe('odd sizes', () => {
  test.each([
    [1, 1],
    [1, 64],
    [3, 2],
    [33, 31],
  ])('%i x %i come out at the right size', async (width, height) => {
    expect((await refine(await open('tiny-upscale-2x'), width, height)).frame.length).toBe(12 * width * height)
    expect((await refine(await open('tiny-rife-seven'), width, height)).frame.length).toBe(3 * width * height)
  })
})

describe('an interpolator', () => {
  test.each(['tiny-rife-seven', 'tiny-rife-timed'] as const)('%s is given the time', async (name) => {
    const network = await open(name)
    const [first, second] = [picture(40, 40, 1), picture(40, 40, 2)]
    for (const time of [0, 0.25, 1]) {
      const { frame } = await refine(network, 40, 40, undefined, time)
      const expected = Uint8Array.from(first, (value, i) => Math.round(value + time * ((second[i] ?? 0) - value)))
      expect(largestDifference(frame, expected)).toBeLessThanOrEqual(1)
    }
  })

  test('channels in another order and range give the same picture', async () => {
    using folder = temporaryFolder()
    const path = copyOfRefiner(folder.path, 'tiny-rife-seven', (manifest) => {
      manifest.pixels = { order: 'bgr', black: -1, white: 1 }
    })
    const network = await openNetwork(await readRefiner(path), 'cpu')
    onTestFinished(() => network.release())
    const plain = await refine(await open('tiny-rife-seven'), 40, 40)
    expect(largestDifference((await refine(network, 40, 40)).frame, plain.frame)).toBeLessThanOrEqual(1)
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { CausalVae } from '../../../main/inference/pipelines/causal-vae.ts'
import { GraphSet } from '../../../main/inference/pipelines/graph-set.ts'
import { decodeTiled, tileOf } from '../../../main/inference/pipelines/tiled.ts'
import { float32 } from '../../../main/inference/runtime/tensors.ts'
import { floats, PACKS } from './tiny.ts'

interface TileCase {
  pack: string
  tile: number
  latents: { shape: number[]; float32: string }
  sample: { shape: number[]; every: number; float32: string }
}

const CASES = join(import.meta.dirname, '../../fixtures/tiles')

function caseOf(name: string): TileCase {
  return JSON.parse(readFileSync(join(CASES, `${name}.json`), 'utf8')) as TileCase
}

test('every recorded case is looked at below', () => {
  const seen = ['tiny-animatediff', 'tiny-ltx', 'tiny-ltx-keyframes', 'tiny-wan', 'tiny-wan-5b']
  expect(new Set(readdirSync(CASES).map((name) => name.replace('.json', '')))).toEqual(new Set(seen))
})

describe.each(['tiny-animatediff', 'tiny-ltx', 'tiny-ltx-keyframes'])('%s decodes in tiles', (name) => {
  test('to the values of diffusers', async () => {
    const { tile, latents, sample } = caseOf(name)
    const pack = await readPack(join(PACKS, name))
    const graphs = new GraphSet(pack, 'cpu')
    const graph = await graphs.get('vae_decoder')
    const frame = { height: latents.shape.at(-2) as number, width: latents.shape.at(-1) as number }
    const time = pack.manifest.decodeNoise && { timestep: float32(Float32Array.of(0.05), [1]) }
    const scale = pack.manifest.latents.spatialCompression
    const made = await decodeTiled({ frame, tile, scale }, async (part) => {
      const dims = [...latents.shape.slice(0, -2), part.height, part.width]
      const results = await graph.run({
        latent_sample: float32(tileOf(floats(latents.float32), frame, part), dims),
        ...time,
      })
      return results['sample'] as Float32Array
    })
    await graphs.release()
    expect(made.length).toBe(sample.shape.reduce((product, size) => product * size, 1))
    const wanted = floats(sample.float32)
    const worst = Math.max(...wanted.map((value, i) => Math.abs(value - (made[i * sample.every] as number))))
    expect(worst).toBeLessThan(2e-5)
  })
})

/** A frame of the causal VAE comes as rgb24, so a level of 255 is what can be told apart. */
describe.each(['tiny-wan', 'tiny-wan-5b'])('%s decodes in tiles, side by side through time', (name) => {
  test('to the pictures of diffusers', async () => {
    const { tile, latents, sample } = caseOf(name)
    const { path, sha256, manifest } = await readPack(join(PACKS, name))
    const plain = { ...manifest, latents: { ...manifest.latents, mean: undefined, std: undefined, scale: 1, shift: 0 } }
    const graphs = new GraphSet({ path, sha256, manifest }, 'cpu')
    const [, channels = 0, frames = 0, height = 0, width = 0] = latents.shape
    const [, , count = 0, rows = 0, columns = 0] = sample.shape
    const clip = {
      frames: count,
      size: { width: columns, height: rows },
      rate: manifest.rate,
      keyframes: [],
      temporalDecoder: false,
      tile,
    }
    const parts: Uint8Array[] = []
    const vae = new CausalVae(plain as typeof manifest, graphs)
    const shape = { channels, frames, height, width }
    for await (const part of vae.decode(floats(latents.float32), shape, clip)) parts.push(part)
    await graphs.release()
    const rgb = Buffer.concat(parts)
    const pixels = rows * columns
    const wanted = floats(sample.float32)
    const apart = wanted.map((value, i) => {
      const at = i * sample.every
      const [channel, frame, pixel] = [Math.floor(at / (count * pixels)), Math.floor(at / pixels) % count, at % pixels]
      const level = Math.min(1, Math.max(0, value / 2 + 0.5)) * 255
      return Math.abs(level - (rgb[(frame * pixels + pixel) * 3 + channel] as number))
    })
    expect(Math.max(...apart)).toBeLessThan(0.51)
  })
})

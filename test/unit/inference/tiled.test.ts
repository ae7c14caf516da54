import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { spannedFrames, spansOf } from '../../../core/generation/memory/spans.ts'
import { TorchGenerator } from '../../../main/inference/noise/index.ts'
import { CausalVae } from '../../../main/inference/pipelines/causal-vae.ts'
import { GraphSet } from '../../../main/inference/pipelines/graph-set.ts'
import { decodeLtx } from '../../../main/inference/pipelines/ltx-decode.ts'
import { decodeTiled, tileOf } from '../../../main/inference/pipelines/tiled.ts'
import { float32 } from '../../../main/inference/runtime/tensors.ts'
import { floats, PACKS } from './tiny.ts'

interface TileCase {
  pack: string
  tile: number | null
  span?: number
  latents: { shape: number[]; float32: string }
  sample: { shape: number[]; every: number; float32: string }
}

const CASES = join(import.meta.dirname, '../../fixtures/tiles')

function caseOf(name: string): TileCase {
  return JSON.parse(readFileSync(join(CASES, `${name}.json`), 'utf8')) as TileCase
}

test('every recorded case is looked at below', () => {
  const seen = ['tiny-animatediff', 'tiny-ltx', 'tiny-ltx-keyframes', 'tiny-wan', 'tiny-wan-5b']
  seen.push('tiny-ltx-spans', 'tiny-ltx-keyframes-spans')
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
    const made = await decodeTiled({ frame, tile: tile as number, scale }, async (part) => {
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

/** Frames come as rgb24, so a level of 255 is what can be told apart. */
async function levelsApart(frames: AsyncIterable<Uint8Array>, { sample }: TileCase): Promise<number> {
  const [, , count = 0, rows = 0, columns = 0] = sample.shape
  const parts: Uint8Array[] = []
  for await (const part of frames) parts.push(part)
  const rgb = Buffer.concat(parts)
  const pixels = rows * columns
  expect(rgb.length).toBe(count * pixels * 3)
  const apart = floats(sample.float32).map((value, i) => {
    const at = i * sample.every
    const [channel, frame, pixel] = [Math.floor(at / (count * pixels)), Math.floor(at / pixels) % count, at % pixels]
    const level = Math.min(1, Math.max(0, value / 2 + 0.5)) * 255
    return Math.abs(level - (rgb[(frame * pixels + pixel) * 3 + channel] as number))
  })
  return Math.max(...apart)
}

/** Of a case: the pack with latents that the decoder takes as they are, and the clip. */
async function decoderOf(recorded: TileCase, id: string) {
  const { path, sha256, manifest } = await readPack(join(PACKS, id))
  const latents = { ...manifest.latents, mean: undefined, std: undefined, scale: 1, shift: 0 }
  const quiet = manifest.decodeNoise && { decodeNoise: { ...manifest.decodeNoise, scale: 0 } }
  const [, channels = 0, frames = 0, height = 0, width = 0] = recorded.latents.shape
  const [, , count = 0, rows = 0, columns = 0] = recorded.sample.shape
  const clip = {
    frames: count,
    size: { width: columns, height: rows },
    rate: manifest.rate,
    keyframes: [],
    temporalDecoder: false,
    tile: recorded.tile,
    span: recorded.span ?? null,
  }
  return {
    plain: { ...manifest, latents, ...quiet } as typeof manifest,
    graphs: new GraphSet({ path, sha256, manifest }, 'cpu'),
    shape: { channels, frames, height, width },
    clip,
  }
}

describe.each(['tiny-wan', 'tiny-wan-5b'])('%s decodes in tiles, side by side through time', (name) => {
  test('to the pictures of diffusers', async () => {
    const recorded = caseOf(name)
    const { plain, graphs, shape, clip } = await decoderOf(recorded, name)
    const frames = new CausalVae(plain, graphs).decode(floats(recorded.latents.float32), shape, clip)
    expect(await levelsApart(frames, recorded)).toBeLessThan(0.51)
    await graphs.release()
  })
})

describe.each(['tiny-ltx', 'tiny-ltx-keyframes'])('%s decodes in spans of time', (name) => {
  test('to the pictures of diffusers', async () => {
    const recorded = caseOf(`${name}-spans`)
    const { plain: manifest, graphs, shape, clip } = await decoderOf(recorded, name)
    const state = floats(recorded.latents.float32)
    const start = { shape, lead: 0, latents: state, hold: null }
    const frames = decodeLtx({ manifest, graphs }, state, start, clip, new TorchGenerator(0))
    expect(await levelsApart(frames, recorded)).toBeLessThan(0.51)
    await graphs.release()
  })
})

test('spans begin where those of diffusers do, and none is decoded that shows nothing', () => {
  const starts = (frames: number, span: number | null): number[] => spansOf(frames, span).map(({ from }) => from)
  expect(spansOf(3, 2)).toEqual([
    { from: 0, count: 3 },
    { from: 1, count: 2 },
  ])
  expect(starts(14, 8)).toEqual([0, 6, 12])
  expect(starts(13, 8)).toEqual([0, 6])
  expect(starts(8, 8)).toEqual([0])
  expect(starts(21, null)).toEqual([0])
  expect(spannedFrames(14, 8)).toBe(9 + 8 + 2)
})

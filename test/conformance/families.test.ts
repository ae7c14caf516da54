import { describe, expect, test } from 'vitest'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { openPipeline } from '../../main/inference/pipelines/families.ts'
import { sampleClip } from '../unit/inference/sample.ts'
import { relativeError } from '../unit/inference/tiny.ts'
import { bytesOf, familyGoldens, floatsOf, type GoldenRun } from './family-goldens.ts'

const EMBEDS = 1e-5
const LATENTS = 1e-4
const FIGURES = process.env['FAMILY_FIGURES'] !== undefined

describe.each(familyGoldens())('$name', ({ path, runs }) => {
  test.each(runs)('$name', { timeout: 120_000 }, async (golden) => {
    const pack = await readPack(path)
    const pipeline = await openPipeline(pack, 'cpu')
    try {
      const { positive, negative } = await pipeline.encode(golden.prompt, golden.negativePrompt, golden.guidance)
      const embeds = [
        relativeError(positive.values, floatsOf(golden.embeds.positive)),
        relativeError(negative?.values ?? new Float32Array(), floatsOf(golden.embeds.negative)),
      ]
      const errors: number[] = []
      const request = { ...golden, keyframes: golden.keyframes.map((one) => ({ ...one, rgb: bytesOf(one.rgb) })) }
      const made = await sampleClip(pack, pipeline, request, ({ step, latents }) => {
        const expected = golden.latents[step - 1]
        const { shape } = expected ?? { shape: [] }
        const skip = step < golden.steps ? golden.heldFrames : 0
        errors.push(relativeError(...withoutFrames(latents, floatsOf(expected ?? { shape }), shape, skip)))
      })
      const rgb = await made.frames()
      const pixels = largestDifference(rgb, golden)
      if (FIGURES) {
        const figures = { embeds: Math.max(...embeds), latents: errors.at(-1), worst: Math.max(...errors), pixels }
        console.log(JSON.stringify({ pack: pack.manifest.id, run: golden.name, ...figures }))
      }
      expect(Math.max(...embeds)).toBeLessThan(EMBEDS)
      expect(errors).toHaveLength(golden.steps)
      expect(Math.max(...errors)).toBeLessThan(LATENTS)
      expect(rgb.length).toBe(bytesOf(golden.pixels).length)
      expect(pixels).toBeLessThanOrEqual(1)
    } finally {
      await pipeline.release()
    }
  })
})

/** Both [channels, frames, …] without the first `skip` frames. */
function withoutFrames(
  actual: Float32Array,
  expected: Float32Array,
  [channels = 0, frames = 0, height = 0, width = 0]: number[],
  skip: number,
): [Float32Array, Float32Array] {
  const keep = (_: number, i: number): boolean => Math.floor(i / (height * width)) % frames >= skip
  if (actual.length !== channels * frames * height * width) return [actual, expected]
  return [actual.filter(keep), expected.filter(keep)]
}

function largestDifference(rgb: Buffer, { pixels }: GoldenRun): number {
  const expected = bytesOf(pixels)
  let worst = 0
  rgb.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - (expected[i] ?? Number.NaN)))))
  return worst
}

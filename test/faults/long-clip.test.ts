import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hopsOf } from '../../core/generation/hops.ts'
import { latentRange } from '../../core/generation/latent-time.ts'
import { GenerateRequest } from '../../core/generation/request.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { findFfmpeg } from '../../main/media/index.ts'
import { sha256 } from '../../main/files/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { openPipeline } from '../../main/inference/pipelines/families.ts'
import { generateTake } from '../../main/inference/worker/generate-take.ts'
import type { TakeResult } from '../../main/inference/worker/protocol.ts'
import { shortPasses } from '../support/short-passes.ts'
import { temporaryFolder, type TemporaryFolder } from '../unit/inference/tiny.ts'

const STEPS = 3
const ffmpeg = await findFfmpeg()
let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

test.each<{ name: string; window: number; frames: number; passes: number; match?: number; pictures?: number[] }>([
  { name: 'tiny-wan', window: 17, frames: 41, passes: 3 },
  { name: 'tiny-wan', window: 17, frames: 41, passes: 3, match: 0.5 },
  { name: 'tiny-ltx', window: 33, frames: 60, passes: 3 },
  { name: 'tiny-wan-i2v', window: 17, frames: 41, passes: 3, pictures: [0] },
  { name: 'tiny-wan-i2v', window: 17, frames: 30, passes: 2, pictures: [0, 29] },
  { name: 'tiny-wan-clip', window: 17, frames: 41, passes: 3, pictures: [0] },
  { name: 'tiny-latte', window: 16, frames: 40, passes: 1 },
])(
  '$name makes a clip longer than one pass, and a stop in any pass changes nothing',
  { timeout: 240_000 },
  async (one) => {
    const pack = await readPack(shortPasses(one.name, join(folder.path, one.name), one.window))
    const { manifest } = pack
    const pipeline = await openPipeline(pack, 'cpu')
    const request = GenerateRequest.parse({
      prompt: 'a red ball',
      prompts: [{ at: 20, prompt: 'a blue ball' }],
      frames: one.frames,
      steps: STEPS,
      guidance: 1.5,
      match: one.match,
    })
    const { width, height } = manifest.size.default
    const pictures = (one.pictures ?? []).map((at) => {
      const rgb = Buffer.alloc(3 * width * height).map((_, i) => (i * 7 + at * 5) % 256)
      const path = join(folder.path, `picture-${at}.rgb`)
      writeFileSync(path, rgb)
      return { path, keyframe: { at, strength: 1, picture: sha256(rgb) } }
    })
    const recipe = resolveRecipe(request, manifest, pack.sha256, {
      seed: 3,
      provider: 'cpu',
      program: 'test',
      ...(pictures.length > 0 && { keyframes: pictures.map(({ keyframe }) => keyframe) }),
    })
    const { to } = latentRange({ from: 0, to: one.frames }, manifest.latents.temporalCompression)
    expect(hopsOf(to, recipe.window)).toHaveLength(one.passes)
    const make = (name: string, stopAt: (steps: number) => boolean = () => false): Promise<TakeResult> => {
      let steps = 0
      return generateTake(
        {
          recipe,
          packPath: pack.path,
          keyframes: pictures.map(({ path }) => path),
          ffmpegPath: ffmpeg.path,
          checkpointFolder: join(folder.path, name),
          output: join(folder.path, `${name}.mkv`),
        },
        pack,
        pipeline,
        {
          onProgress: (progress) => (steps = progress.step),
          onPreview: () => undefined,
          cancelled: () => stopAt(steps),
        },
      )
    }
    try {
      expect(await make('whole')).toMatchObject({ frames: one.frames, resumedFrom: 0 })
      const whole = readFileSync(join(folder.path, 'whole.mkv'))
      for (let stop = 1; stop < STEPS * one.passes; stop++) {
        const name = `stopped after ${stop}`
        await expect(make(name, (steps) => steps === stop)).rejects.toMatchObject({ code: 'CANCELLED' })
        expect((await make(name)).resumedFrom).toBe(stop)
        expect(readFileSync(join(folder.path, `${name}.mkv`)).equals(whole), name).toBe(true)
      }
    } finally {
      await pipeline.release()
    }
  },
)

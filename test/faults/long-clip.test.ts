import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hopsOf } from '../../core/generation/hops.ts'
import { latentRange } from '../../core/generation/latent-time.ts'
import type { PackManifest } from '../../core/generation/manifest.ts'
import { GenerateRequest } from '../../core/generation/request.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { findFfmpeg } from '../../main/media/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { openPipeline } from '../../main/inference/pipelines/families.ts'
import { generateTake } from '../../main/inference/worker/generate-take.ts'
import type { TakeResult } from '../../main/inference/worker/protocol.ts'
import { PACKS, temporaryFolder, type TemporaryFolder } from '../unit/inference/tiny.ts'

const STEPS = 3
const ffmpeg = await findFfmpeg()
let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

/** A copy of a pack that makes short passes and long clips. */
function withShortPasses(name: string, window: number): string {
  const path = join(folder.path, basename(name))
  cpSync(join(PACKS, name), path, { recursive: true })
  const file = join(path, 'pack.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as PackManifest
  manifest.frames = { ...manifest.frames, window, max: 300 }
  writeFileSync(file, JSON.stringify(manifest))
  return path
}

test.each([
  { name: 'tiny-wan', window: 17, frames: 41, passes: 3 },
  { name: 'tiny-ltx', window: 33, frames: 60, passes: 3 },
  { name: 'tiny-latte', window: 16, frames: 40, passes: 1 },
])(
  '$name makes a clip longer than one pass, and a stop in any pass changes nothing',
  { timeout: 240_000 },
  async (one) => {
    const pack = await readPack(withShortPasses(one.name, one.window))
    const { manifest } = pack
    const pipeline = await openPipeline(pack, 'cpu')
    const request = GenerateRequest.parse({
      prompt: 'a red ball',
      prompts: [{ at: 20, prompt: 'a blue ball' }],
      frames: one.frames,
      steps: STEPS,
      guidance: 1.5,
    })
    const recipe = resolveRecipe(request, manifest, pack.sha256, { seed: 3, provider: 'cpu', program: 'test' })
    const { to } = latentRange({ from: 0, to: one.frames }, manifest.latents.temporalCompression)
    expect(hopsOf(to, recipe.window)).toHaveLength(one.passes)
    const make = (name: string, stopAt: (steps: number) => boolean = () => false): Promise<TakeResult> => {
      let steps = 0
      return generateTake(
        {
          recipe,
          packPath: pack.path,
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

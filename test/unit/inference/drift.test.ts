import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GenerateRequest } from '../../../core/generation/request.ts'
import { resolveRecipe } from '../../../core/generation/resolve-recipe.ts'
import { mean } from '../../../core/review/series.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { openPipeline } from '../../../main/inference/pipelines/families.ts'
import type { VideoPipeline } from '../../../main/inference/pipelines/pipeline.ts'
import { generateTake } from '../../../main/inference/worker/generate-take.ts'
import { findFfmpeg } from '../../../main/media/index.ts'
import { reviewVideo } from '../../../main/review/index.ts'
import { temporaryFolder } from './tiny.ts'

/** Of the latents' deviation, what each pass is off from the one before. The bundled pack by itself does not drift. */
const OFF = 0.08
const FRAMES = 128

test('a model that drifts from pass to pass is held by matching, as the curves of the review show it', async () => {
  using folder = temporaryFolder()
  const ffmpeg = await findFfmpeg()
  const pack = await readPack(join(import.meta.dirname, '../../../assets/models/cortado-mini'))
  const real = await openPipeline(pack, 'cpu')

  /** How far light and colour wander in a clip of several passes, in Lab units. */
  async function drift(match: number): Promise<number> {
    let passes = -1
    const drifting: VideoPipeline = {
      ...real,
      begin: async (...args) => {
        const run = await real.begin(...args)
        // The first is of the whole clip and makes nothing.
        const off = OFF * Math.max(0, passes++)
        return { ...run, predict: async (...given) => (await run.predict(...given)).map((value) => value + off) }
      },
    }
    const request = GenerateRequest.parse({ prompt: 'a red ball in a field by day', frames: FRAMES, steps: 6, match })
    const recipe = resolveRecipe(request, pack.manifest, pack.sha256, { seed: 3, provider: 'cpu', program: 'test' })
    const paths = { packPath: pack.path, ffmpegPath: ffmpeg.path, checkpointFolder: join(folder.path, `${match}`) }
    const output = join(folder.path, `${match}.mkv`)
    const quiet = { onProgress: () => undefined, onPreview: () => undefined, cancelled: () => false }
    await generateTake({ recipe, ...paths, output }, pack, drifting, quiet)
    const { light, colour } = (await reviewVideo(ffmpeg, output)).curves
    return Math.hypot(wandered(light), wandered(colour))
  }

  try {
    const [free, held] = [await drift(0), await drift(1)]
    expect(free).toBeGreaterThan(2)
    expect(held).toBeLessThan(free / 3)
  } finally {
    await real.release()
  }
})

/** From the first quarter of a clip to its last. */
function wandered(curve: readonly number[]): number {
  return mean(curve.slice(-FRAMES / 4)) - mean(curve.slice(0, FRAMES / 4))
}

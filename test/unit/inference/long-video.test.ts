import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hopsOf } from '../../../core/generation/hops.ts'
import { GenerateRequest } from '../../../core/generation/request.ts'
import { resolveRecipe } from '../../../core/generation/resolve-recipe.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { openPipeline } from '../../../main/inference/pipelines/families.ts'
import { generateTake } from '../../../main/inference/worker/generate-take.ts'
import { findFfmpeg } from '../../../main/media/index.ts'
import { differencesOf } from '../../support/differences.ts'
import { temporaryFolder } from './tiny.ts'

const FRAMES = 128

test(
  'the bundled pack: frames differ where two passes meet no more than anywhere else',
  { timeout: 480_000 },
  async () => {
    using folder = temporaryFolder()
    const ffmpeg = await findFfmpeg()
    const pack = await readPack(join(import.meta.dirname, '../../../assets/models/cortado-mini'))
    const pipeline = await openPipeline(pack, 'cpu')
    const request = GenerateRequest.parse({
      prompt: 'a red ball moves right in a field by day',
      frames: FRAMES,
      steps: 6,
    })
    const recipe = resolveRecipe(request, pack.manifest, pack.sha256, { seed: 3, provider: 'cpu', program: 'test' })
    const output = join(folder.path, 'clip.mkv')
    const task = {
      recipe,
      packPath: pack.path,
      ffmpegPath: ffmpeg.path,
      checkpointFolder: join(folder.path, 'steps'),
      output,
    }
    const quiet = { onProgress: () => undefined, onPreview: () => undefined, cancelled: () => false }
    await generateTake(task, pack, pipeline, quiet)
    await pipeline.release()

    const borders = new Set(
      hopsOf(FRAMES, recipe.window)
        .slice(1)
        .map(({ from, given }) => from + given),
    )
    expect(borders.size).toBeGreaterThan(0)
    const differences = await differencesOf(output, FRAMES, recipe.size)
    const atBorders = differences.filter((_, i) => borders.has(i + 1))
    const elsewhere = differences.filter((_, i) => !borders.has(i + 1))
    expect(Math.max(...atBorders)).toBeLessThanOrEqual(Math.max(...elsewhere))
  },
)

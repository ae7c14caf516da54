import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ladder } from '../../../core/generation/memory/ladder.ts'
import { GenerateRequest } from '../../../core/generation/request.ts'
import { resolveRecipe } from '../../../core/generation/resolve-recipe.ts'
import { runOnce } from '../../../main/inference/golden/index.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { openPipeline } from '../../../main/inference/pipelines/families.ts'
import { PACKS } from './tiny.ts'

test.each(['tiny-latte', 'tiny-latte-temporal', 'tiny-animatediff', 'tiny-wan', 'tiny-ltx'])(
  '%s gives the same bytes on every rung but those with tiles',
  async (id) => {
    const pack = await readPack(join(PACKS, id))
    const request = GenerateRequest.parse({ prompt: 'a red ball', steps: 2, guidance: 2 })
    const means = { seed: 3, provider: 'cpu', program: 'test' } as const
    const recipe = resolveRecipe(request, pack.manifest, pack.sha256, means)
    const pipeline = await openPipeline(pack, 'cpu')
    const made: Buffer[] = []
    const tiled: Buffer[] = []
    for (const { thrift, tile, span } of ladder(recipe, pack.manifest)) {
      await pipeline.use(thrift)
      const { temporalDecoder = false } = recipe
      const run = await runOnce(pack, pipeline, {
        ...recipe,
        prompt: 'a red ball',
        tile,
        span,
        temporalDecoder,
        keyframes: [],
      })
      ;(tile === null && span === null ? made : tiled).push(await run.frames())
    }
    await pipeline.release()
    expect(made.length).toBeGreaterThanOrEqual(4)
    for (const frames of made) expect(frames.equals(made[0] as Buffer)).toBe(true)
    for (const frames of tiled) expect(frames.length).toBe(made[0]?.length)
  },
)

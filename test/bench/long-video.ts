/**
 * What a clip costs by its length: `node test/bench/long-video.ts [PACK_FOLDER] [FRAMES…]` makes one of each length in a
 * worker of its own and prints seconds, highest resident memory, how much frames differ where two passes meet, compared
 * with everywhere else, and how far light and colour wander in Lab units. `--match 0.5` pulls later passes to the look of
 * the first, `--prompt` and `--seed` say what is made. The last line is the same as JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { GenerateRequest } from '../../core/generation/request.ts'
import { hopsOf } from '../../core/generation/hops.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { createInference } from '../../main/inference/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { findFfmpeg } from '../../main/media/index.ts'
import { reviewVideo } from '../../main/review/index.ts'
import { differencesOf } from '../support/differences.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { match: { type: 'string' }, prompt: { type: 'string' }, seed: { type: 'string' } },
})
const [given = join(import.meta.dirname, '../../assets/models/cortado-mini'), ...lengths] = positionals
const ffmpeg = await findFfmpeg()
const pack = await readPack(given)
const rows = []
for (const frames of lengths.length > 0 ? lengths.map(Number) : [16, 32, 64, 128, 256, 512]) {
  const folder = mkdtempSync(join(tmpdir(), 'cortado-long-'))
  const inference = createInference({ packFolders: [dirname(given)], dataFolder: join(folder, 'data') })
  const request = GenerateRequest.parse({
    prompt: values.prompt ?? pack.manifest.examples?.[0] ?? 'a ball',
    frames,
    match: Number(values.match ?? 0),
  })
  const where = { seed: Number(values.seed ?? 7), provider: 'cpu', program: 'bench' } as const
  const recipe = resolveRecipe(request, pack.manifest, pack.sha256, where)
  const output = join(folder, 'clip.mkv')
  const began = performance.now()
  const made = await inference.generate({
    recipe,
    packPath: given,
    ffmpegPath: ffmpeg.path,
    checkpointFolder: join(folder, 'checkpoint'),
    output,
  })
  const seconds = (performance.now() - began) / 1000
  const differences = await differencesOf(output, frames, recipe.size)
  const borders = new Set(
    hopsOf(frames, recipe.window)
      .slice(1)
      .map(({ from, given: done }) => from + done),
  )
  const [there, elsewhere] = [true, false].map((wanted) => differences.filter((_, i) => borders.has(i + 1) === wanted))
  rows.push({
    frames,
    passes: borders.size + 1,
    seconds: Number(seconds.toFixed(1)),
    peakMegabytes: Math.round(made.peakBytes / 1e6),
    worstAtBorders: there?.length ? round(Math.max(...there)) : null,
    drift: round((await reviewVideo(ffmpeg, output)).figures.drift),
    elsewhere: { median: round(quantile(elsewhere ?? [], 0.5)), most: round(Math.max(...(elsewhere ?? [0]))) },
  })
  process.stdout.write(`${JSON.stringify(rows.at(-1))}\n`)
  await inference.close()
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(`${JSON.stringify({ pack: pack.manifest.id, rows })}\n`)

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0
}

function round(value: number): number {
  return Number(value.toFixed(2))
}

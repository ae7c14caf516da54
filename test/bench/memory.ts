/**
 * Measured peaks beside the estimates: `node test/bench/memory.ts PACK…` makes takes of every pack in the real worker, on
 * every rung and for several lengths and sizes, each in a process of its own, and prints a Markdown table. Takes that are
 * made from footage are made on the first rung and the last.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { estimatePeak } from '../../core/generation/memory/estimate.ts'
import { decodedBy, ladder, type Rung } from '../../core/generation/memory/ladder.ts'
import type { Recipe } from '../../core/generation/recipe.ts'
import { abilitiesOf } from '../../core/generation/abilities.ts'
import { resolveChange } from '../../core/generation/resolve-change.ts'
import { GenerateRequest } from '../../core/generation/request.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { sha256 } from '../../main/files/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { type PackFolder } from '../../main/inference/packs/pack-folder.ts'
import { FromWorker, type GenerateTask, type TakeResult } from '../../main/inference/worker/protocol.ts'
import { forkWorker } from '../../main/inference/worker/worker-process.ts'
import { findFfmpeg, openMasterWriter } from '../../main/media/index.ts'

const STEPS = 3
const { path: ffmpegPath, version: ffmpegVersion } = await findFfmpeg()
const folder = mkdtempSync(join(tmpdir(), 'cortado-memory-'))
try {
  process.stdout.write(
    '| pack | clip | rung | estimate, MB | measured, MB | off | seconds |\n|---|---|---|---|---|---|---|\n',
  )
  for (const path of process.argv.slice(2)) await measure(await readPack(path))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measure(pack: PackFolder): Promise<void> {
  for (const recipe of recipes(pack)) {
    const { width, height } = recipe.size
    const rungs = ladder(recipe, pack.manifest)
    const what = recipe.given === undefined ? '' : `, ${recipe.operation}`
    for (const rung of recipe.given === undefined ? rungs : [rungs[0] as Rung, rungs.at(-1) as Rung]) {
      const estimate = estimatePeak(recipe, pack.manifest, rung)
      const { peakBytes, madeInMs } = await make(pack, recipe, rung)
      const off = `${(((estimate - peakBytes) / peakBytes) * 100).toFixed(0)} %`
      const numbers = [mb(estimate), mb(peakBytes), off, (madeInMs / 1000).toFixed(2)]
      const cells = [pack.manifest.id, `${recipe.frames} x ${width} x ${height}${what}`, rung.name, ...numbers]
      process.stdout.write(`| ${cells.join(' | ')} |\n`)
    }
  }
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}

/** The usual clip, and one that is as long and as large as four times that, where the pack can. */
function recipes({ manifest, sha256: name }: PackFolder): Recipe[] {
  const { frames, size } = manifest
  const larger = Math.min(2, Math.floor(size.max / Math.max(size.default.width, size.default.height)))
  const clips = [
    { frames: frames.default, size: size.default },
    {
      frames: Math.min(4 * frames.default, frames.max),
      size: { width: size.default.width * larger, height: size.default.height * larger },
    },
  ]
  const made = clips.map((clip) => {
    const request = GenerateRequest.parse({ prompt: 'a red ball', steps: STEPS, guidance: 2, ...clip })
    const keyframes = [{ at: 0, strength: 1, picture: sha256(picture(clip.size)) }]
    const given = manifest.tasks.includes('text-to-video') ? {} : { keyframes }
    return resolveRecipe(request, manifest, name, { seed: 1, provider: 'cpu', program: 'bench', ...given })
  })
  if (!abilitiesOf(manifest).footage) return made
  const { frames: length, size: large } = clips[1] as (typeof clips)[number]
  const take = { master: sha256(picture(large)), frames: length, rate: manifest.rate, size: large }
  const wish = { operation: 'retake', take: '0'.repeat(20), from: 1, to: length } as const
  const request = GenerateRequest.parse({ prompt: 'a red ball', steps: STEPS, guidance: 2 })
  const means = { seed: 1, provider: 'cpu', program: 'bench', size: large } as const
  return [
    ...made,
    resolveRecipe(request, manifest, name, { ...means, change: resolveChange(wish, { take }, manifest) }),
  ]
}

/** Grey footage for a recipe that is given some. */
async function footageOf({ given, frames, size, rate }: Recipe): Promise<GenerateTask['footage']> {
  if (given === undefined) return undefined
  const path = join(folder, 'footage.mkv')
  const writer = openMasterWriter({ ffmpegPath, path, ...size, rate, metadata: {} })
  for (let frame = 0; frame < frames; frame++) await writer.write(picture(size))
  await writer.finish()
  return { ffmpegVersion, clips: given.footage.map(() => ({ path, rate })) }
}

function picture({ width, height }: Recipe['size']): Uint8Array {
  return new Uint8Array(3 * width * height).fill(90)
}

async function make(pack: PackFolder, recipe: Recipe, rung: Rung): Promise<TakeResult> {
  const keyframe = join(folder, 'picture.rgb')
  writeFileSync(keyframe, picture(recipe.size))
  const checkpointFolder = join(folder, 'job')
  rmSync(checkpointFolder, { recursive: true, force: true })
  const footage = await footageOf(recipe)
  const worker = forkWorker()
  try {
    return await new Promise((resolve, reject) => {
      worker.onExit((reason) => reject(new Error(reason)))
      worker.onMessage((message) => {
        const parsed = FromWorker.parse(message)
        if (parsed.type === 'done') resolve(parsed.result)
        if (parsed.type === 'failed') reject(new Error(parsed.message))
      })
      worker.send({
        type: 'generate',
        id: 1,
        task: {
          recipe: decodedBy(recipe, rung),
          packPath: pack.path,
          keyframes: (recipe.keyframes ?? []).map(() => keyframe),
          footage,
          thrift: rung.thrift,
          ffmpegPath,
          checkpointFolder,
          output: join(folder, 'take.mkv'),
        },
      })
    })
  } finally {
    worker.kill()
  }
}

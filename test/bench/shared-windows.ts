/**
 * What a second worker saves where a clip is averaged from windows: `node test/bench/shared-windows.ts [PACK_FOLDER] [FRAMES] [RUNS]`.
 * One worker and two, with one thread each, make the same take in turns, after a first one that opens the graphs; prints the
 * seconds of the steps and of the whole take, and their ratios. Without a pack it is the bundled one, told to average windows
 * of 16 frames. The last line is the same as JSON.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { GenerateRequest } from '../../core/generation/request.ts'
import type { PackManifest } from '../../core/generation/manifest.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { sha256 } from '../../main/files/index.ts'
import { createInference, type Inference } from '../../main/inference/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { findFfmpeg } from '../../main/media/index.ts'

const BUNDLED = join(import.meta.dirname, '../../assets/models/cortado-mini')
const folder = mkdtempSync(join(tmpdir(), 'cortado-shared-'))
const [given = averaging(BUNDLED), frames = '128', runs = '5'] = process.argv.slice(2)
const ffmpeg = await findFfmpeg()
const pack = await readPack(given)
const request = GenerateRequest.parse({ prompt: pack.manifest.examples?.[0] ?? 'a ball', frames: Number(frames) })
const where = { seed: 7, provider: 'cpu', threads: 1, program: 'bench' } as const
const recipe = resolveRecipe(request, pack.manifest, pack.sha256, where)
if (recipe.window === null || recipe.window.hops === true) throw new Error('This pack averages no windows.')

const studios = [1, 2].map((cpuWorkers) =>
  createInference({ packFolders: [dirname(given)], dataFolder: join(folder, 'data'), cpuWorkers }),
)
const rows: { stepSeconds: number[]; takeSeconds: number[] }[] = studios.map(() => ({
  stepSeconds: [],
  takeSeconds: [],
}))
const masters = new Set<string>()
for (let run = 0; run <= Number(runs); run++) {
  for (const [index, studio] of studios.entries()) {
    const { steps, take } = await make(studio, `${index}-${run}`)
    if (run === 0) continue
    rows[index]?.stepSeconds.push(steps)
    rows[index]?.takeSeconds.push(take)
  }
}
await Promise.all(studios.map((studio) => studio.close()))
rmSync(folder, { recursive: true, force: true })
const [one, two] = rows as [(typeof rows)[number], (typeof rows)[number]]
const summary = {
  pack: pack.manifest.id,
  frames: recipe.frames,
  cores: availableParallelism(),
  sameBytes: masters.size === 1,
  oneWorker: rounded(one),
  twoWorkers: rounded(two),
  stepRatio: ratio(one.stepSeconds, two.stepSeconds),
  takeRatio: ratio(one.takeSeconds, two.takeSeconds),
}
process.stdout.write(`${JSON.stringify(summary)}\n`)

async function make(studio: Inference, name: string): Promise<{ steps: number; take: number }> {
  const output = join(folder, `${name}.mkv`)
  const began = performance.now()
  let [first, last] = [0, 0]
  await studio.generate(
    { recipe, packPath: given, ffmpegPath: ffmpeg.path, checkpointFolder: join(folder, name), output },
    {
      // The first step is left out: before it the text is read.
      onProgress: ({ step, stage }) => {
        if (!stage.startsWith('step ')) return
        if (step === 1) first = performance.now()
        last = performance.now()
      },
    },
  )
  const end = performance.now()
  masters.add(sha256(readFileSync(output)))
  const row = { steps: (last - first) / 1000, take: (end - began) / 1000 }
  process.stdout.write(`${name}: steps ${row.steps.toFixed(2)} s, take ${row.take.toFixed(2)} s\n`)
  return row
}

/** A copy of a pack that is not told of given frames, so that it averages windows. */
function averaging(source: string): string {
  const path = join(folder, basename(source))
  cpSync(source, path, { recursive: true })
  const file = join(path, 'pack.json')
  const { conditioning: _clean, ...manifest } = JSON.parse(readFileSync(file, 'utf8')) as PackManifest
  const { pass: _pass, ...lengths } = manifest.frames
  const windowed = { ...manifest, tasks: ['text-to-video'], frames: { ...lengths, window: 16 } }
  writeFileSync(file, JSON.stringify(windowed))
  return path
}

function ratio(before: readonly number[], after: readonly number[]): number {
  return Number((median(after) / median(before)).toFixed(2))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

function rounded(row: { stepSeconds: number[]; takeSeconds: number[] }) {
  const round = (values: number[]) => values.map((value) => Number(value.toFixed(2)))
  return { stepSeconds: round(row.stepSeconds), takeSeconds: round(row.takeSeconds) }
}

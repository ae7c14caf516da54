/**
 * What the live preview costs: `node test/bench/preview.ts [PACK_FOLDER] [TAKES] [STEPS]` makes takes in the code of the
 * worker, with a preview after every other step, which is sent to another process as the worker does. Prints medians of the
 * processor time and the time of steps with one and of steps without, and by how many percent they differ, as JSON.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Preview } from '../../core/contract/events.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { generateTake } from '../../main/inference/worker/generate-take.ts'
import { PackSession } from '../../main/inference/worker/pack-session.ts'
import { findFfmpeg } from '../../main/media/index.ts'
import { recipeOf } from './inference/recipe-of.ts'

interface Step {
  ms: number
  cpuMs: number
}

const [pack = join(import.meta.dirname, '../../assets/models/cortado-mini'), takes = '20', steps = '60'] =
  process.argv.slice(2)
if (process.send) process.on('message', () => undefined)
else await measure()

async function measure(): Promise<void> {
  const asked = { pack, prompt: 'a red ball bounces in a field by day', seed: 7, steps: Number(steps), threads: 0 }
  const recipe = recipeOf(await readPack(pack), asked)
  const folder = mkdtempSync(join(tmpdir(), 'cortado-preview-'))
  const { path: ffmpegPath } = await findFfmpeg()
  const session = new PackSession()
  const other = fork(import.meta.filename, [], { serialization: 'advanced' })
  const rows = { with: [] as Step[], without: [] as Step[] }
  try {
    const task = { recipe, packPath: pack, ffmpegPath, checkpointFolder: folder, output: join(folder, 'take.mkv') }
    for (let take = 0; take <= Number(takes); take++) {
      const opened = await session.open(task)
      let last = now()
      let shown = false
      await generateTake(task, opened.pack, opened.pipeline, {
        cancelled: () => false,
        onProgress: ({ stage, step }) => {
          if (!stage.startsWith('step')) return
          const here = now()
          // The first take warms up, and the first step also reads the text. A preview is made after its step is told of.
          const cost = { ms: here.ms - last.ms, cpuMs: here.cpuMs - last.cpuMs }
          if (take > 0 && step > 1) rows[shown ? 'with' : 'without'].push(cost)
          last = here
          shown = (step + take) % 2 === 0
        },
        get onPreview() {
          return shown ? (preview: Preview) => void other.send({ type: 'preview', id: 'job', preview }) : undefined
        },
      })
      rmSync(join(folder, 'step.ckpt'), { force: true })
    }
  } finally {
    other.disconnect()
    await session.release()
    rmSync(folder, { recursive: true, force: true })
  }
  const report = { steps: rows.with.length, with: medians(rows.with), without: medians(rows.without) }
  const percent = (key: keyof Step): number => Number((100 * (report.with[key] / report.without[key] - 1)).toFixed(2))
  process.stdout.write(
    `${JSON.stringify({ ...report, percent: { time: percent('ms'), processor: percent('cpuMs') } })}\n`,
  )
}

function now(): Step {
  const { user, system } = process.cpuUsage()
  return { ms: performance.now(), cpuMs: (user + system) / 1000 }
}

function medians(steps: readonly Step[]): Step {
  const middle = (key: keyof Step): number =>
    Number((steps.map((step) => step[key]).toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0).toFixed(3))
  return { ms: middle('ms'), cpuMs: middle('cpuMs') }
}

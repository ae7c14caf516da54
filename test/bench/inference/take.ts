/**
 * One program's part of `npm run bench:inference`, in a process of its own: `node take.ts OPTIONS` makes takes of a pack in
 * the code of the worker, the first one to warm up, and prints milliseconds of every step, of every step's time inside of
 * ONNX Runtime, of every whole take, and the highest resident memory as JSON.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession } from 'onnxruntime-node'
import { PackSession } from '../../../main/inference/worker/pack-session.ts'
import { removeCheckpoint } from '../../../main/inference/sampler/checkpoint.ts'
import { generateTake } from '../../../main/inference/worker/generate-take.ts'
import { peakMemory } from '../../../main/inference/worker/peak-memory.ts'
import { findFfmpeg } from '../../../main/media/index.ts'
import { readPack } from '../../../main/inference/packs/read-pack.ts'
import { recipeOf, type Asked } from './recipe-of.ts'

let inside = 0
const create = InferenceSession.create.bind(InferenceSession)
Object.assign(InferenceSession, {
  create: async (...given: Parameters<typeof create>) => {
    const session = await create(...given)
    const run = session.run.bind(session)
    session.run = async (feeds: InferenceSession.OnnxValueMapType) => {
      const began = performance.now()
      const made = await run(feeds)
      inside += performance.now() - began
      return made
    }
    return session
  },
})

const asked = JSON.parse(process.argv[2] ?? '') as Asked & { takes: number; output: string }
const recipe = recipeOf(await readPack(asked.pack), asked)
const folder = mkdtempSync(join(tmpdir(), 'cortado-take-'))
const { path: ffmpegPath } = await findFfmpeg()
const session = new PackSession()
const report = { stepMs: [] as number[], insideMs: [] as number[], takeMs: [] as number[], peakBytes: 0 }
try {
  for (let index = 0; index <= asked.takes; index++) await take(index > 0)
} finally {
  await session.release()
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(JSON.stringify({ ...report, peakBytes: peakMemory() }))

async function take(counts: boolean): Promise<void> {
  const began = performance.now()
  const task = { recipe, packPath: asked.pack, ffmpegPath, checkpointFolder: folder, output: asked.output }
  const { pack, pipeline } = await session.open(task)
  let [last, ran] = [0, 0]
  await generateTake(task, pack, pipeline, {
    cancelled: () => false,
    onPreview: () => undefined,
    onProgress: ({ step, stage }) => {
      if (!stage.startsWith('step')) return
      const now = performance.now()
      // The first step also reads the text; the others run from end to end.
      if (counts && step > 1) {
        report.stepMs.push(now - last)
        report.insideMs.push(inside - ran)
      }
      ;[last, ran] = [now, inside]
    },
  })
  await removeCheckpoint(folder)
  if (counts) report.takeMs.push(performance.now() - began)
}

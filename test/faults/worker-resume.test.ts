import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findFfmpeg } from '../../main/media/index.ts'
import { openPipeline } from '../../main/inference/pipelines/families.ts'
import { generateTake } from '../../main/inference/worker/generate-take.ts'
import type { TakeResult } from '../../main/inference/worker/protocol.ts'
import { temporaryFolder, tiny, TINY, tinyRecipe, type TemporaryFolder } from '../unit/inference/tiny.ts'

const STEPS = 6
const pipeline = await openPipeline(tiny, 'cpu')
const { path: ffmpegPath } = await findFfmpeg()
afterAll(() => pipeline.release())

let folder: TemporaryFolder
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder[Symbol.dispose]())

/** Makes a take named `name`; stops after step `stopAt` where that is given. */
function make(name: string, scheduler: string, stopAt = Number.POSITIVE_INFINITY): Promise<TakeResult> {
  let step = 0
  return generateTake(
    {
      recipe: tinyRecipe({ scheduler, steps: STEPS, frames: 20 }),
      packPath: TINY,
      ffmpegPath,
      checkpointFolder: join(folder.path, name),
      output: join(folder.path, `${name}.mkv`),
    },
    tiny,
    pipeline,
    {
      onProgress: (progress) => (step = progress.step),
      onPreview: () => undefined,
      cancelled: () => step >= stopAt,
    },
  )
}

function bytes(name: string): Buffer {
  return readFileSync(join(folder.path, `${name}.mkv`))
}

describe.each(['DDIMScheduler', 'DPMSolverMultistepScheduler'])('%s', (scheduler) => {
  test('stopped after any step and resumed, the master has the same bytes', async () => {
    expect((await make('whole', scheduler)).resumedFrom).toBe(0)
    for (let stop = 1; stop <= STEPS; stop++) {
      const name = `stopped-${stop}`
      await expect(make(name, scheduler, stop)).rejects.toMatchObject({ code: 'CANCELLED' })
      expect((await make(name, scheduler)).resumedFrom).toBe(stop)
      expect(bytes(name).equals(bytes('whole')), name).toBe(true)
    }
  })

  test('a damaged checkpoint is ignored: the job starts again and gives the same bytes', async () => {
    await make('whole', scheduler)
    await expect(make('damaged', scheduler, 3)).rejects.toMatchObject({ code: 'CANCELLED' })
    const kept = join(folder.path, 'damaged')
    for (const name of readdirSync(kept)) {
      const checkpoint = readFileSync(join(kept, name))
      checkpoint[checkpoint.length - 100] = (checkpoint[checkpoint.length - 100] ?? 0) ^ 1
      writeFileSync(join(kept, name), checkpoint)
    }
    expect((await make('damaged', scheduler)).resumedFrom).toBe(0)
    expect(bytes('damaged').equals(bytes('whole'))).toBe(true)
  })
})

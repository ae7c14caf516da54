import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GenerateRequest } from '../../core/generation/request.ts'
import type { Recipe } from '../../core/generation/recipe.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { forkWorker } from '../../main/inference/index.ts'
import type { Inference, SpawnWorker, WorkerProcess } from '../../main/inference/index.ts'
import { readPack } from '../../main/inference/packs/read-pack.ts'
import { findFfmpeg } from '../../main/media/index.ts'
import { inferencesOfTests } from '../support/inferences.ts'
import { PACKS, TINY, tinyRecipe } from '../unit/inference/tiny.ts'

const { path: ffmpegPath } = await findFfmpeg()
const { folder, inference } = inferencesOfTests()
const NAMES = ['tiny-animatediff', 'tiny-latte']

/** Forty frames in windows of sixteen, with a prompt that turns into another on the way; one thread, as where two workers share two cores. */
async function longTake(name: string, steps = 4): Promise<{ recipe: Recipe; packPath: string }> {
  const { path, manifest, sha256 } = await readPack(join(PACKS, name))
  const request = GenerateRequest.parse({
    prompt: 'a red kite',
    prompts: [{ at: 20, prompt: 'a blue ball' }],
    frames: 40,
    steps,
    guidance: 1.5,
  })
  const recipe = resolveRecipe(request, manifest, sha256, { seed: 5, provider: 'cpu', threads: 1, program: 'test' })
  return { recipe, packPath: path }
}

async function make(studio: Inference, name: string, take: { recipe: Recipe; packPath: string }): Promise<Buffer> {
  const output = join(folder.path, `${name}.mkv`)
  await studio.generate({ ...take, ffmpegPath, checkpointFolder: join(folder.path, name), output })
  return readFileSync(output)
}

/**
 * Starts workers and tells of every message. The worker that makes a take is let on only once a helper has been given
 * its first window and is through with it: with packs this small it would be done before a helper is there.
 */
function watched(onMessage: (type: string, worker: WorkerProcess) => void): SpawnWorker {
  const helped = Promise.withResolvers<void>()
  return (env) => {
    const worker = forkWorker(env)
    worker.onMessage((message) => {
      const { type } = message as { type: string }
      onMessage(type, worker)
      if (type === 'predicted') helped.resolve()
    })
    return {
      get pid() {
        return worker.pid
      },
      send(message) {
        if (message.type === 'claimed') void helped.promise.then(() => worker.send(message))
        else worker.send(message)
        onMessage(message.type, worker)
      },
      onMessage: worker.onMessage,
      onExit: worker.onExit,
      kill: worker.kill,
    }
  }
}

test.each(NAMES)('%s: two workers share the windows of each step, and the bytes are those of one', async (name) => {
  const take = await longTake(name)
  const alone = await make(inference(), 'alone', take)
  let brought = 0
  const spawn = watched((type) => {
    if (type === 'brought') brought++
  })
  expect((await make(inference({ cpuWorkers: 2, spawn }), 'shared', take)).equals(alone)).toBe(true)
  expect(brought).toBeGreaterThan(0)
})

test.each(['SIGKILL', 'SIGSTOP'] as const)('a helper that gets %s in its window loses nothing', async (signal) => {
  const take = await longTake('tiny-animatediff')
  const alone = await make(inference(), 'alone', take)
  let given = 0
  const spawn = watched((type, worker) => {
    if (type === 'assist' && ++given === 2) process.kill(worker.pid as number, signal)
  })
  const studio = inference({ cpuWorkers: 2, spawn, graceMs: 200 })
  expect((await make(studio, signal, take)).equals(alone)).toBe(true)
  expect(given).toBeGreaterThanOrEqual(2)
})

test('the worker that makes the take may be killed: it goes on from its step, with help again', async () => {
  const take = await longTake('tiny-animatediff', 6)
  const alone = await make(inference(), 'alone', take)
  let brought = 0
  const spawn = watched((type, worker) => {
    if (type === 'brought' && ++brought === 3) process.kill(worker.pid as number, 'SIGKILL')
  })
  const studio = inference({ cpuWorkers: 2, spawn })
  await expect(make(studio, 'led', take)).rejects.toMatchObject({ code: 'WORKER_LOST' })
  expect((await make(studio, 'led', take)).equals(alone)).toBe(true)
  expect(brought).toBeGreaterThan(3)
})

test('a helper turns to a job of its own, and both takes are as they would be alone', async () => {
  const take = await longTake('tiny-animatediff', 6)
  const other = { recipe: { ...tinyRecipe({ steps: 4 }), threads: 1 }, packPath: TINY }
  const alone = await make(inference(), 'alone', take)
  const otherAlone = await make(inference(), 'other alone', other)
  const helped = Promise.withResolvers<void>()
  const spawn = watched((type) => {
    if (type === 'assist') helped.resolve()
  })
  const studio = inference({ cpuWorkers: 2, spawn })
  const output = join(folder.path, 'own.mkv')
  const first = make(studio, 'first', take)
  await helped.promise
  await studio.generate({
    ...other,
    ffmpegPath,
    checkpointFolder: join(folder.path, 'own'),
    output,
    device: 'cpu:1',
  })
  expect(readFileSync(output).equals(otherAlone)).toBe(true)
  expect((await first).equals(alone)).toBe(true)
})

test('a take that asks for one device by name, or needs the memory for itself, is made there alone', async () => {
  const take = await longTake('tiny-animatediff', 2)
  let shared = 0
  const spawn = watched((type) => {
    if (type === 'share') shared++
  })
  const studio = inference({ cpuWorkers: 2, spawn })
  const paths = { ffmpegPath, checkpointFolder: join(folder.path, 'pinned'), output: join(folder.path, 'pinned.mkv') }
  await studio.generate({ ...take, ...paths, alone: true })
  const tight = { checkpointFolder: join(folder.path, 'tight'), output: join(folder.path, 'tight.mkv') }
  await studio.generate({ ...take, ...paths, ...tight, memoryBytes: 250e6 })
  expect(shared).toBe(0)
  expect([...studio.workerPids().keys()]).toEqual(['cpu:0'])
})

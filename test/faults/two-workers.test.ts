import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { StudioEvent } from '../../core/contract/events.ts'
import type { Job } from '../../core/generation/job.ts'
import { GenerateRequest } from '../../core/generation/request.ts'
import { resolveRecipe } from '../../core/generation/resolve-recipe.ts'
import { createInference } from '../../main/inference/index.ts'
import { createQueue } from '../../main/jobs/index.ts'
import { findFfmpeg } from '../../main/media/index.ts'
import { generateRunner } from '../../main/studio/generate-runner.ts'
import { refineRunner } from '../../main/studio/refine-runner.ts'
import { createMediaSounds } from '../../main/studio/media-sounds.ts'
import { renderRunner } from '../../main/studio/render-runner.ts'
import { PACKS, temporaryFolder } from '../unit/inference/tiny.ts'
import { newLibrary } from '../unit/library/sample.ts'

const [PACK_OF_EACH, STEPS] = [['tiny-wan', 'tiny-latte', 'tiny-wan'], 30] as const

test('two CPU workers do a job each, one killed leaves the other alone, and the bytes are those of one after the other', async () => {
  using data = temporaryFolder()
  const inference = createInference({ packFolders: [PACKS], dataFolder: data.path, cpuWorkers: 2 })
  onTestFinished(() => inference.close())
  const { path: ffmpegPath } = await findFfmpeg()
  const library = await newLibrary()
  const shot = library.shots.create({ prompt: 'a red kite' }).id
  const log: Job[] = []
  const frozen = Promise.withResolvers<void>()
  const killed = Promise.withResolvers<void>()
  let resolved = 0

  /** Each waits at its third step until the other has come as far; then the second is killed. */
  const watch = (event: StudioEvent): void => {
    if (event.type !== 'job') return
    log.push(event.job)
    const atThird = event.job.stage.startsWith('step 4 ')
    const signal = (device: string, name: NodeJS.Signals): void => {
      const pid = inference.workerPids().get(device)
      if (pid !== undefined) process.kill(pid, name)
    }
    if (atThird && event.job.device === 'cpu:0' && resolved === 0) {
      resolved = 1
      signal('cpu:0', 'SIGSTOP')
      frozen.resolve()
    }
    if (atThird && event.job.device === 'cpu:1' && resolved < 2) {
      // Or it would be done before the first has come as far.
      signal('cpu:1', 'SIGSTOP')
      void frozen.promise.then(() => {
        if (resolved === 2) return
        resolved = 2
        signal('cpu:1', 'SIGKILL')
        killed.resolve()
        signal('cpu:0', 'SIGCONT')
      })
    }
  }
  const queue = createQueue({
    library,
    emit: watch,
    runners: {
      generate: generateRunner(library, inference, () => undefined),
      refine: refineRunner(library, inference, () => undefined),
      render: renderRunner(library, createMediaSounds(library, { background: false, onMade: () => undefined })),
    },
  })
  onTestFinished(() => queue.close())

  const recipes = await Promise.all(
    PACK_OF_EACH.map(async (id, seed) => {
      const pack = await inference.packs.get(id)
      const request = GenerateRequest.parse({ prompt: 'a red kite', steps: STEPS })
      const { device: _any, untried: _none, ...where } = await inference.choose([pack], 'cpu')
      return resolveRecipe(request, pack.manifest, pack.sha256, { ...where, seed, program: 'test' })
    }),
  )
  expect(recipes.every(({ threads }) => threads !== undefined && threads >= 1)).toBe(true)
  const jobs = recipes.map((recipe) => queue.add({ kind: 'generate', shot, recipe }))
  await killed.promise
  const ended = await Promise.all(jobs.map(({ id }) => queue.ended(id)))
  expect(ended.map(({ state }) => state)).toEqual(['done', 'done', 'done'])

  // In the order of the queue, the first two at once, and the third where there was room again.
  const begun = log.filter(({ state, stage }) => state === 'running' && stage === '').map(({ id }) => id)
  expect(begun.slice(0, 2)).toEqual(jobs.slice(0, 2).map(({ id }) => id))
  const places = new Map(log.filter(({ device }) => device !== undefined).map(({ id, device }) => [id, device]))
  expect([places.get(jobs[0]?.id ?? ''), places.get(jobs[1]?.id ?? '')].toSorted()).toEqual(['cpu:0', 'cpu:1'])
  const firstEnd = log.findIndex(({ state }) => state === 'done')
  const busy = new Set(log.slice(0, firstEnd).map(({ id }) => id))
  expect(jobs.slice(0, 2).every(({ id }) => busy.has(id))).toBe(true)

  // The killed one went on from its checkpoint; the other never noticed.
  expect(ended.map(({ attempts }) => attempts)).toEqual([1, 2, 1])
  expect(inference.restarts()).toBe(1)

  using folder = temporaryFolder()
  const alone = createInference({ packFolders: [PACKS], dataFolder: data.path, cpuWorkers: 1 })
  onTestFinished(() => alone.close())
  for (const [index, recipe] of recipes.entries()) {
    const output = join(folder.path, `${index}.mkv`)
    const pack = await alone.packs.get(recipe.pack.id)
    const paths = { packPath: pack.path, ffmpegPath, checkpointFolder: join(folder.path, String(index)), output }
    await alone.generate({ recipe, ...paths })
    const take = library.takes.get(ended[index]?.result?.take ?? '')
    const master = library.media.locate(take.master)
    expect(readFileSync(output).equals(readFileSync(master?.path ?? ''))).toBe(true)
  }
})

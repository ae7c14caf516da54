import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Recipe } from '../../core/generation/recipe.ts'
import { createInference, forkWorker } from '../../main/inference/index.ts'
import type { GenerateTask, TakeProgress } from '../../main/inference/index.ts'
import { findFfmpeg } from '../../main/media/index.ts'
import { copyOfTiny, PACKS, TINY, tinyRecipe } from '../unit/inference/tiny.ts'
import { inferencesOfTests } from '../support/inferences.ts'

const { path: ffmpegPath } = await findFfmpeg()
const { folder, inference } = inferencesOfTests()

function task(name: string, recipe: Recipe, change: Partial<GenerateTask> = {}): GenerateTask {
  const paths = { checkpointFolder: join(folder.path, name), output: join(folder.path, 'out', `${name}.mkv`) }
  return { recipe, packPath: TINY, ffmpegPath, ...paths, ...change }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // An orphan that nobody has buried yet is dead all the same.
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || readFileSync(stat, 'utf8').split(') ')[1]?.[0] !== 'Z'
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 5000 && !condition(); i++) await wait(10)
  expect(condition()).toBe(true)
}

const long = tinyRecipe({ steps: 40, frames: 24 })
/** Spends most of its time on decoding. */
const wide = tinyRecipe({ steps: 2, frames: 256 })

describe('a worker that is killed', () => {
  test.each([
    ['between steps', long, 3],
    ['while it decodes', wide, 2],
  ])('%s goes on from its checkpoint and gives the same bytes', async (_when, recipe, at) => {
    const studio = inference()
    const whole = task('whole', recipe)
    await studio.generate(whole)
    const job = task('killed', recipe)
    const kill = ({ step }: TakeProgress): void => {
      if (step === at) process.kill(studio.workerPids().get('cpu:0') as number, 'SIGKILL')
    }
    await expect(studio.generate(job, { onProgress: kill })).rejects.toMatchObject({ code: 'WORKER_LOST' })
    expect(existsSync(job.output)).toBe(false)
    const result = await studio.generate(job)
    expect(result.resumedFrom).toBeGreaterThanOrEqual(at)
    expect(studio.restarts()).toBe(1)
    expect(readFileSync(job.output).equals(readFileSync(whole.output))).toBe(true)
    expect(readdirSync(dirname(job.output)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('again and again at its start is started ever more slowly, and a cancel ends the waiting', async () => {
    const entry = join(folder.path, 'dies.mjs')
    writeFileSync(entry, 'process.exit(3)')
    const studio = inference({ spawn: () => forkWorker({}, entry) })
    const times: number[] = []
    for (let i = 0; i < 3; i++) {
      const began = performance.now()
      await expect(studio.generate(task('dies', long))).rejects.toMatchObject({ code: 'WORKER_LOST' })
      times.push(performance.now() - began)
    }
    expect(times[2]).toBeGreaterThan(250)
    const signal = AbortSignal.timeout(20)
    await expect(studio.generate(task('dies', long), { signal })).rejects.toMatchObject({ code: 'CANCELLED' })
  })
})

describe('a cancel', () => {
  test('takes effect within one step, and the job can go on', async () => {
    const studio = inference()
    const job = task('cancelled', tinyRecipe({ steps: 12, frames: 256 }))
    const controller = new AbortController()
    let last = 0
    const onProgress = ({ step }: TakeProgress): void => {
      last = step
      if (step === 2) controller.abort()
    }
    const cancelled = studio.generate(job, { onProgress, signal: controller.signal })
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(last).toBeLessThanOrEqual(3)
    expect(existsSync(job.output)).toBe(false)
    const pid = studio.workerPids().get('cpu:0')
    expect((await studio.generate(job)).resumedFrom).toBe(last)
    expect(studio.workerPids().get('cpu:0')).toBe(pid)
  })

  test('of a worker that hangs kills it after the grace time', async () => {
    const studio = inference({ graceMs: 200 })
    const controller = new AbortController()
    const onProgress = ({ step }: TakeProgress): void => {
      if (step !== 2) return
      process.kill(studio.workerPids().get('cpu:0') as number, 'SIGSTOP')
      controller.abort()
    }
    const hung = studio.generate(task('hung', long), { onProgress, signal: controller.signal })
    await expect(hung).rejects.toMatchObject({ code: 'CANCELLED' })
    expect([...studio.workerPids()]).toEqual([])
    expect((await studio.generate(task('hung', long))).resumedFrom).toBeGreaterThanOrEqual(2)
  })

  test('before the start makes nothing', async () => {
    const job = task('never', long)
    await expect(inference().generate(job, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    expect(existsSync(job.checkpointFolder) ? readdirSync(job.checkpointFolder) : []).toEqual([])
  })
})

describe('bad input', () => {
  const short = tinyRecipe({ steps: 2 })

  test.each<[string, Recipe, string]>([
    ['10,000 frames', { ...short, frames: 10_000 }, 'FRAMES_OUT_OF_RANGE'],
    ['a size that is not a multiple', { ...short, size: { width: 40, height: 32 } }, 'SIZE_NOT_SUPPORTED'],
    ['an unknown scheduler', { ...short, scheduler: 'magic' }, 'SCHEDULER_CONFIG'],
    ['another version of the pack', { ...short, pack: { ...short.pack, sha256: '0'.repeat(64) } }, 'PACK_UNKNOWN'],
    ['a device that is not there', { ...short, provider: 'dml' }, 'DEVICE_UNAVAILABLE'],
  ])('%s is refused before anything is written', async (_name, recipe, code) => {
    const job = task('bad', recipe)
    await expect(inference().generate(job)).rejects.toMatchObject({ code })
    expect(existsSync(job.output)).toBe(false)
    expect(existsSync(job.checkpointFolder) ? readdirSync(job.checkpointFolder) : []).toEqual([])
  })

  test('one flipped byte stops the job, and the next one runs in the same worker', async () => {
    const packPath = copyOfTiny(folder.path)
    const manifest = readFileSync(join(TINY, 'pack.json'))
    writeFileSync(join(packPath, 'pack.json'), manifest)
    const graph = join(packPath, 'vae_decoder/model.onnx')
    const bytes = readFileSync(graph)
    bytes[5000] = (bytes[5000] ?? 0) ^ 1
    writeFileSync(graph, bytes)
    const studio = inference()
    const job = task('flipped', short, { packPath })
    await expect(studio.generate(job)).rejects.toMatchObject({
      code: 'PACK_CORRUPT',
      message: expect.stringContaining('vae_decoder/model.onnx') as string,
    })
    expect((await studio.generate(task('fine', short))).frames).toBe(16)
    expect(studio.restarts()).toBe(0)
  })

  test('an ffmpeg that is not there keeps the steps', async () => {
    const studio = inference()
    const ffmpeg = join(folder.path, 'no-ffmpeg')
    const job = task('no-ffmpeg', short, { ffmpegPath: ffmpeg })
    await expect(studio.generate(job)).rejects.toMatchObject({ code: 'FFMPEG_MISSING' })
    expect((await studio.generate({ ...job, ffmpegPath })).resumedFrom).toBe(2)
  })

  test('an output folder that is a file', async () => {
    const blocked = join(folder.path, 'blocked')
    writeFileSync(blocked, '')
    const studio = inference()
    await expect(studio.generate(task('blocked', short, { output: join(blocked, 'x.mkv') }))).rejects.toThrow()
    expect((await studio.generate(task('fine', short))).frames).toBe(16)
  })
})

describe('the life of a worker', () => {
  test('two takes of one recipe wait for each other and have the same bytes', async () => {
    const studio = inference()
    const recipe = tinyRecipe({ steps: 4 })
    const jobs = [task('one', recipe), task('two', recipe)]
    await Promise.all(jobs.map((job) => studio.generate(job)))
    const [one, two] = jobs.map((job) => readFileSync(job.output))
    expect(one?.equals(two as Buffer)).toBe(true)
  })

  test('it ends when idle and starts again on demand', async () => {
    const states: string[] = []
    const studio = inference({ idleMs: 50, onWorker: ({ state }) => states.push(state) })
    const recipe = tinyRecipe({ steps: 1 })
    await studio.generate(task('first', recipe))
    const pid = studio.workerPids().get('cpu:0') as number
    await until(() => !alive(pid) && states.at(-1) === 'stopped')
    await studio.generate(task('second', recipe))
    expect(studio.restarts()).toBe(0)
    expect(states.slice(0, 5)).toEqual(['starting', 'ready', 'stopped', 'starting', 'ready'])
  })

  test('it ends when its parent is killed', async () => {
    const module = join(import.meta.dirname, '../../main/inference/worker/worker-process.ts')
    const code = `import { forkWorker } from ${JSON.stringify(module)}; const w = forkWorker(); w.onMessage(() => console.log(w.pid))`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))))
    expect(alive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await until(() => !alive(pid))
  })

  test('closing the studio stops the running job and leaves nothing running', async () => {
    const studio = createInference({ packFolders: [PACKS], dataFolder: join(folder.path, 'data') })
    let pid = 0
    const closing = new Promise<void>((resolve) => {
      const onProgress = ({ step }: TakeProgress): void => {
        if (step !== 1) return
        pid = studio.workerPids().get('cpu:0') as number
        resolve()
      }
      studio.generate(task('closing', long), { onProgress }).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'CANCELLED' })
      })
    })
    await closing
    await studio.close()
    await until(() => !alive(pid))
    expect(existsSync(join(folder.path, 'closing/step.1.ckpt'))).toBe(true)
    await expect(studio.generate(task('late', long))).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  test('speeds are kept and feed the next plan', async () => {
    const rateFile = join(folder.path, 'rates.json')
    mkdirSync(folder.path, { recursive: true })
    writeFileSync(rateFile, 'not json')
    const recipe = tinyRecipe({ steps: 2 })
    const first = inference({ rateFile })
    const { manifest } = await first.packs.get('tiny-latte')
    expect((await first.plan(recipe, manifest)).seconds).toBeNull()
    await first.generate(task('rated', recipe))
    expect((await inference({ rateFile }).plan(recipe, manifest)).seconds).toBeGreaterThan(0)
  })

  test('devices that open a session are told from those that do not', async () => {
    const devices = await inference().devices()
    expect(devices.find(({ provider }) => provider === 'cpu')).toMatchObject({ available: true, reason: '' })
    for (const { available, reason } of devices) expect(reason === '').toBe(available)
  })
})

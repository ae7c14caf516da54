import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { CortadoError } from '../../../core/errors.ts'
import type { StudioEvent } from '../../../core/contract/events.ts'
import { createQueue } from '../../../main/jobs/index.ts'
import type { JobContext, JobOf, JobResult, Queue } from '../../../main/jobs/index.ts'
import { openLibrary } from '../../../main/library/index.ts'
import type { Library } from '../../../main/library/index.ts'
import { newLibrary, recipe, recordTake } from '../library/sample.ts'

type Generate = (job: JobOf<'generate'>, context: JobContext) => Promise<JobResult>

const done: Generate = () => Promise.resolve({ frames: 16 })

/** Works until it is told to stop, then leaves a checkpoint. */
const untilStopped: Generate = async (_job, { signal, checkpointFolder }) => {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  await writeFile(join(checkpointFolder, 'step-7'), 'latents')
  throw new CortadoError('CANCELLED', 'Stopped.')
}

/** Jobs whose runner is at work: a job is "running" in its row a little before. */
const atWork = new Set<string>()

/** Finds what the job before it made, as the real runner does. */
const refine =
  (library: Library) =>
  async (job: JobOf<'refine'>): Promise<JobResult> => {
    const { source } = job.payload
    const take = 'job' in source ? library.jobs.get(source.job).result?.take : source.take
    if (take === undefined) throw new CortadoError('NOT_FOUND', 'No take.')
    return { take, frames: 48 }
  }

function start(library: Library, generate: Generate, places = ['cpu:0']): { queue: Queue; events: StudioEvent[] } {
  const events: StudioEvent[] = []
  const queue = createQueue({
    library,
    emit: (event) => events.push(event),
    runners: {
      generate: {
        places: ({ payload: { device } }) => (device === undefined ? places : [device]),
        run: (job, context) => {
          const result = generate(job, context)
          atWork.add(job.id)
          return result.finally(() => atWork.delete(job.id))
        },
      },
      refine: { places: () => ['cpu:0'], run: refine(library) },
      render: { places: () => ['render'], run: (job) => Promise.resolve({ film: job.payload.out, frames: 96 }) },
    },
  })
  onTestFinished(() => queue.close())
  return { queue, events }
}

const payload = (shot: string) => ({ kind: 'generate', shot, recipe: recipe() }) as const

async function setUp(generate: Generate, places?: string[]) {
  const library = await newLibrary()
  const shot = library.shots.create({ prompt: 'a red kite' }).id
  const started = start(library, generate, places)
  return { ...started, library, shot, add: () => started.queue.add(payload(shot)) }
}

const running = async (id: string): Promise<void> => {
  while (!atWork.has(id)) await sleep(2)
}

describe('failures', () => {
  it('a failed job keeps its code and words, and the next one runs', async () => {
    let calls = 0
    const { queue, add } = await setUp((job, context) => {
      calls += 1
      return calls === 1 ? Promise.reject(new CortadoError('OUT_OF_MEMORY', 'Make it smaller.')) : done(job, context)
    })
    const [first, second] = [add(), add()]
    expect(await queue.ended(second.id)).toMatchObject({ state: 'done', result: { frames: 16 }, progress: 1 })
    expect(queue.get(first.id)).toMatchObject({
      state: 'failed',
      error: { code: 'OUT_OF_MEMORY', message: 'Make it smaller.' },
    })
  })

  it('an error without a code is an internal one with a sentence', async () => {
    const { queue, add } = await setUp(() => Promise.reject(new TypeError('x is not a function')))
    const { error } = await queue.ended(add().id)
    expect(error?.code).toBe('INTERNAL')
    expect(error?.message).toContain('x is not a function')
  })

  it('a runner that throws at once fails its job only', async () => {
    const { queue, add } = await setUp(() => {
      throw new Error('no runner')
    })
    expect(await queue.ended(add().id)).toMatchObject({ state: 'failed' })
  })

  it('tries a lost worker three times from its checkpoint, then fails', async () => {
    const seen: boolean[] = []
    const { queue, add } = await setUp(async (job, { checkpointFolder }) => {
      seen.push(existsSync(join(checkpointFolder, 'step-3')) && job.resumable)
      await writeFile(join(checkpointFolder, 'step-3'), 'latents')
      throw new CortadoError('WORKER_LOST', 'The worker stopped.')
    })
    const job = await queue.ended(add().id)
    expect(job).toMatchObject({ state: 'failed', error: { code: 'WORKER_LOST' }, attempts: 4, resumable: true })
    expect(seen).toEqual([false, true, true, true])
    expect(queue.retry(job.id)).toMatchObject({ state: 'waiting', error: null, endedAt: null })
    expect(await queue.ended(job.id)).toMatchObject({ attempts: 8 })
  })
})

describe('wrong transitions', () => {
  it('says which states allow the call', async () => {
    const { queue, add } = await setUp(done)
    const { id } = await queue.ended(add().id)
    const refused = expect.objectContaining({ code: 'JOB_STATE', message: expect.stringContaining('is done') })
    await expect(queue.cancel(id)).rejects.toEqual(refused)
    await expect(queue.pause(id)).rejects.toEqual(refused)
    expect(() => queue.resume(id)).toThrow(refused)
    expect(() => queue.retry(id)).toThrow(refused)
    expect(() => queue.reorder(id, null)).toThrow(refused)
    await expect(queue.cancel('0000000000')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(() => queue.ended('0000000000')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  })
})

describe('cancel, pause, resume', () => {
  it('cancels a running job: waits for it, removes its checkpoint', async () => {
    const { queue, add, library } = await setUp(untilStopped)
    const { id } = add()
    await running(id)
    expect(await queue.cancel(id)).toMatchObject({ state: 'cancelled', resumable: false, error: null })
    expect(existsSync(join(library.folder, 'checkpoints', id))).toBe(false)
    expect(await queue.ended(id)).toMatchObject({ state: 'cancelled' })
  })

  it('cancels a waiting job at once and leaves the running one alone', async () => {
    const { queue, add } = await setUp(untilStopped)
    const [first, second] = [add(), add()]
    await running(first.id)
    expect(await queue.cancel(second.id)).toMatchObject({ state: 'cancelled', startedAt: null })
    expect(queue.get(first.id).state).toBe('running')
  })

  it('gives a failed job up: it can still be tried again, from the beginning', async () => {
    const { queue, add } = await setUp(() => Promise.reject(new CortadoError('OUT_OF_MEMORY', 'Make it smaller.')))
    const { id } = await queue.ended(add().id)
    expect(queue.get(id).state).toBe('failed')
    expect(await queue.cancel(id)).toMatchObject({ state: 'cancelled', resumable: false })
    queue.retry(id)
    expect(await queue.ended(id)).toMatchObject({ state: 'failed', attempts: 2 })
  })

  it('pauses with a checkpoint, lets the next job run, and goes on from the checkpoint', async () => {
    let found = false
    const { queue, add } = await setUp((job, context) => {
      found = existsSync(join(context.checkpointFolder, 'step-7'))
      return job.attempts === 1 ? untilStopped(job, context) : done(job, context)
    })
    const { id } = add()
    await running(id)
    expect(await queue.pause(id)).toMatchObject({ state: 'paused', resumable: true, endedAt: null })
    expect(queue.resume(id)).toMatchObject({ state: 'waiting' })
    expect(await queue.ended(id)).toMatchObject({ state: 'done', attempts: 2 })
    expect(found).toBe(true)
  })

  it('keeps the take of a job that finished while it was being cancelled', async () => {
    const { queue, library, shot, add } = await setUp(async (job, { signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      await recordTake(library, shot, { job: job.id })
      throw new CortadoError('CANCELLED', 'Stopped.')
    })
    const { id } = add()
    await running(id)
    expect(await queue.cancel(id)).toMatchObject({ state: 'done', result: { frames: 16 } })
    expect(library.takes.list()).toHaveLength(1)
  })
})

describe('order', () => {
  it('runs one of a kind at a time in the order of the queue, and kinds beside each other', async () => {
    const order: string[] = []
    const { queue, add } = await setUp(async (job) => {
      order.push(job.id)
      await sleep(20)
      return { frames: 16 }
    })
    const [first, second, third, fourth] = [add(), add(), add(), add()]
    queue.reorder(fourth.id, second.id)
    expect(queue.reorder(third.id, null).map((job) => job.id)).toEqual([first.id, fourth.id, second.id, third.id])
    const film = queue.add({ kind: 'render', sequence: first.id, preset: 'h264', out: '/tmp/film.mp4' })
    expect(await queue.ended(film.id)).toMatchObject({ result: { film: '/tmp/film.mp4' } })
    expect(queue.get(third.id).state).toBe('waiting')
    await queue.ended(third.id)
    expect(order).toEqual([first.id, fourth.id, second.id, third.id])
  })
})

describe('places', () => {
  it('each take one job: the first in the queue that may go there, told with its device', async () => {
    const leave = new Map<string, () => void>()
    const work: Generate = async (job, { place, signal }) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      leave.set(job.id, resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
      began.push([job.id, place])
      await promise
      return { frames: 16 }
    }
    const began: [string, string][] = []
    const { queue, add, shot } = await setUp(work, ['cuda:0', 'cuda:1'])
    const pinned = (device: string) => queue.add({ ...payload(shot), device })
    const [one, fixed, other, last] = [add(), pinned('cuda:0'), add(), add()]
    await vi.waitFor(() => expect(began).toHaveLength(2))
    // Each makes its folder first, and either may be done sooner.
    expect(Object.fromEntries(began)).toEqual({ [one.id]: 'cuda:0', [other.id]: 'cuda:1' })
    expect(queue.list().map(({ device }) => device)).toEqual(['cuda:0', undefined, 'cuda:1', undefined])
    leave.get(other.id)?.()
    await vi.waitFor(() => expect(began.at(-1)).toEqual([last.id, 'cuda:1']))
    leave.get(one.id)?.()
    await vi.waitFor(() => expect(began.at(-1)).toEqual([fixed.id, 'cuda:0']))
    for (const go of leave.values()) go()
    expect(await queue.ended(fixed.id)).toMatchObject({ state: 'done' })
    await queue.ended(last.id)
  })
})

describe('progress', () => {
  it('tells every step, measures the time left, and writes seldom', async () => {
    // A clock of its own: how long the steps really take is up to the machine.
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const { queue, events, add, library } = await setUp(async (_job, { progress, preview }) => {
      for (let step = 1; step <= 10; step += 1) {
        await sleep(1)
        vi.setSystemTime(Date.now() + 10)
        progress({ fraction: step / 10, stage: `step ${step} of 10` })
      }
      preview({ width: 1, height: 1, count: 1, step: 10, rgb: 'AAAA' })
      expect(library.jobs.list()[0]?.progress).toBe(0.1)
      return { frames: 16 }
    })
    const { id } = add()
    expect(await queue.ended(id)).toMatchObject({ state: 'done', etaMs: null })
    const told = events.flatMap((event) => (event.type === 'job' && event.job.stage !== '' ? [event.job] : []))
    expect(told.map((job) => job.progress).slice(0, 10)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    const half = told[4]?.etaMs ?? 0
    expect(half).toBeGreaterThan(30)
    expect(half).toBeLessThan(1000)
    expect(events).toContainEqual(expect.objectContaining({ type: 'preview', job: id }))
  })
})

describe('restart', () => {
  it('goes on by itself with a job that a crash left running, and with its checkpoint', async () => {
    const library = await newLibrary()
    const shot = library.shots.create({ prompt: 'a red kite' }).id
    const before = library.jobs.add(payload(shot))
    library.jobs.update(before.id, { state: 'running', attempts: 1 })
    const { queue } = start(library, untilStopped)
    expect(queue.get(before.id)).toMatchObject({ state: 'waiting', attempts: 1, resumable: false })
    await running(before.id)
    const abandoned = expect(queue.ended(before.id)).rejects.toMatchObject({ code: 'NO_PROJECT' })
    await queue.close()
    await abandoned
    expect(library.jobs.get(before.id)).toMatchObject({ state: 'waiting', attempts: 2, resumable: true })
    library.close()
    const again = await openLibrary(library.folder)
    const next = start(again, done)
    expect(await next.queue.ended(before.id)).toMatchObject({ state: 'done', attempts: 3 })
    expect(existsSync(join(library.folder, 'checkpoints', before.id))).toBe(false)
    again.close()
  })
})

describe('a refinement of what another job makes', () => {
  const after = (shot: string, job: string) =>
    ({ kind: 'refine', shot, source: { job }, recipe: recipe(), steps: 1 }) as const

  it('waits for that job, also behind others, and then finds its take', async () => {
    const order: string[] = []
    const made = Promise.withResolvers<Library>()
    const { queue, library, shot, add } = await setUp(async (job) => {
      order.push(job.id)
      const take = await recordTake(await made.promise, job.payload.shot, { job: job.id })
      return { take: take.id, frames: 16 }
    })
    made.resolve(library)
    const first = queue.add(after(shot, add().id))
    const [source] = queue.list()
    add()
    expect(await queue.ended(first.id)).toMatchObject({
      state: 'done',
      result: { take: queue.get(source?.id ?? '').result?.take, frames: 48 },
    })
    expect(order[0]).toBe(source?.id)
  })

  it('does not start while that job is paused, and shares its device', async () => {
    const { queue, shot, add } = await setUp(untilStopped)
    const source = add()
    await running(source.id)
    const job = queue.add(after(shot, source.id))
    await queue.pause(source.id)
    await sleep(50)
    expect(queue.get(job.id).state).toBe('waiting')
    await queue.cancel(job.id)
  })

  it.each(['failed', 'cancelled'] as const)('fails with a sentence where that job was %s', async (how) => {
    const { queue, shot, add } = await setUp(
      how === 'failed' ? () => Promise.reject(new CortadoError('OUT_OF_MEMORY', 'No.')) : untilStopped,
    )
    const source = add()
    const job = queue.add(after(shot, source.id))
    if (how === 'cancelled') {
      await running(source.id)
      await queue.cancel(source.id)
    }
    expect(await queue.ended(job.id)).toMatchObject({ state: 'failed', error: { code: 'NOT_FOUND' } })
  })

  it('of a job that is cancelled before it started is told at once', async () => {
    const { queue, shot, add } = await setUp(untilStopped)
    const busy = add()
    await running(busy.id)
    const source = add()
    const job = queue.add(after(shot, source.id))
    await queue.cancel(source.id)
    await queue.cancel(busy.id)
    expect(await queue.ended(job.id)).toMatchObject({ state: 'failed', error: { code: 'NOT_FOUND' } })
  })
})

describe('editing a job', () => {
  it('gives a waiting job other work, and drops what was done of the old one', async () => {
    const { queue, library, shot, add } = await setUp(untilStopped)
    const [first, second] = [add(), add()]
    await running(first.id)
    const other = { ...payload(shot), recipe: { ...recipe(), seed: 99 } }
    await expect(queue.edit(first.id, other)).rejects.toMatchObject({ code: 'JOB_STATE' })
    expect((await queue.edit(second.id, other)).payload).toEqual(other)
    await queue.pause(first.id)
    expect(queue.get(first.id).resumable).toBe(true)
    await queue.edit(first.id, other)
    expect(queue.get(first.id)).toMatchObject({ state: 'paused', resumable: false, progress: 0, payload: other })
    expect(library.jobs.get(first.id).payload).toEqual(other)
  })

  it('tries a failed job again with its new settings', async () => {
    const { queue, shot, add } = await setUp((job, context) =>
      job.payload.recipe.seed === 99
        ? done(job, context)
        : Promise.reject(new CortadoError('GENERATION_FAILED', 'It fell apart.')),
    )
    const job = add()
    expect((await queue.ended(job.id)).state).toBe('failed')
    await queue.edit(job.id, { ...payload(shot), recipe: { ...recipe(), seed: 99 } })
    expect((await queue.ended(job.id)).state).toBe('done')
  })
})

import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { CortadoError } from '../../../../core/errors.ts'
import type { SharedWindow } from '../../../../main/inference/worker/shared-window.ts'
import { WindowPool, type Helper } from '../../../../main/inference/worker/window-pool.ts'

const STARTS = [0, 8, 16, 24]

function windowAt(start: number): SharedWindow {
  const shape = { channels: 1, frames: 1, height: 1, width: 1 }
  return { start, latents: new Float32Array(1), shape, timestep: 1, prompts: [] }
}

/** A helper whose windows end when the test says so. */
function helperOf(idle = true) {
  const asked: { start: number; signal: AbortSignal; end: PromiseWithResolvers<Float32Array> }[] = []
  const helper: Helper = {
    idle,
    assist: ({ start }, signal) => {
      const end = Promise.withResolvers<Float32Array>()
      asked.push({ start, signal, end })
      return end.promise
    },
  }
  return { helper, asked }
}

/** The pool with all it has told the take's own worker. */
function poolOf(...helpers: Helper[]) {
  const told: [type: string, start: number | null][] = []
  const pool = new WindowPool(helpers)
  const ask = (question: { type: 'share'; windows: SharedWindow[] } | { type: 'claim'; made: number | null }): void =>
    pool.receive({ id: 1, ...question }, (answer) => told.push([answer.type, answer.start]))
  return {
    pool,
    told,
    share: (starts: number[]) => ask({ type: 'share', windows: starts.map(windowAt) }),
    claim: (made: number | null) => ask({ type: 'claim', made }),
  }
}

test('the take has the first windows, the helper the last, and the end is told once all are there', async () => {
  const { helper, asked } = helperOf()
  const { told, share, claim } = poolOf(helper)
  share(STARTS)
  claim(null)
  asked[0]?.end.resolve(new Float32Array(1))
  await wait(0)
  claim(0)
  expect(asked.map(({ start }) => start)).toEqual([24, 16])
  asked[1]?.end.resolve(new Float32Array(1))
  await wait(0)
  claim(8)
  expect(told).toEqual([
    ['claimed', 0],
    ['brought', 24],
    ['claimed', 8],
    ['brought', 16],
    ['claimed', null],
  ])
})

test('without an idle helper the take has them all', () => {
  const { helper, asked } = helperOf(false)
  const { told, share, claim } = poolOf(helper)
  share(STARTS)
  for (const made of [null, ...STARTS]) claim(made)
  expect(told.map(([, start]) => start)).toEqual([...STARTS, null])
  expect(asked).toEqual([])
})

test('the window of a helper that is lost goes back, and that one is never asked again', async () => {
  const { helper, asked } = helperOf()
  const { told, share, claim } = poolOf(helper)
  share([0, 8])
  claim(null)
  asked[0]?.end.reject(new CortadoError('WORKER_LOST', 'gone'))
  await wait(0)
  claim(0)
  claim(8)
  share([0, 8])
  expect(told.map(([, start]) => start)).toEqual([0, 8, null])
  expect(asked).toHaveLength(1)
})

test('one that has a job of its own gives its window back, and is asked again at the next step', async () => {
  const { helper, asked } = helperOf()
  const { told, share, claim } = poolOf(helper)
  share([0, 8])
  claim(null)
  Object.assign(helper, { idle: false })
  asked[0]?.end.reject(new CortadoError('JOB_STATE', 'busy'))
  await wait(0)
  claim(0)
  claim(8)
  Object.assign(helper, { idle: true })
  share([0, 8])
  expect(told.map(([, start]) => start)).toEqual([0, 8, null])
  expect(asked).toHaveLength(2)
})

test('a window that a helper takes too long over is predicted by the take, and the late one is dropped', async () => {
  const { helper, asked } = helperOf()
  const { told, share, claim } = poolOf(helper)
  share([0, 8])
  claim(null)
  claim(0)
  await expect.poll(() => told.at(-1)).toEqual(['claimed', 8])
  claim(8)
  asked[0]?.end.resolve(new Float32Array(1))
  await wait(0)
  expect(told.slice(2)).toEqual([['claimed', null]])
})

test('what comes of an earlier step says nothing of this one', async () => {
  const { helper, asked } = helperOf()
  const { told, share, claim } = poolOf(helper)
  share([0, 8])
  claim(null)
  claim(0)
  await expect.poll(() => told.at(-1)).toEqual(['claimed', 8])
  claim(8)
  share([4, 8])
  asked[0]?.end.resolve(new Float32Array(1))
  await wait(0)
  expect(told.filter(([type]) => type === 'brought')).toEqual([])
})

test('the end of the take calls its helpers off', async () => {
  const { helper, asked } = helperOf()
  const { pool, told, share, claim } = poolOf(helper)
  share([0, 8])
  claim(null)
  pool.close()
  expect(asked[0]?.signal.aborted).toBe(true)
  asked[0]?.end.reject(new CortadoError('CANCELLED', 'stopped'))
  await wait(0)
  expect(told).toEqual([['claimed', 0]])
})

import { expect, test } from 'vitest'
import type { Job } from '../../../../core/generation/job.ts'
import { reportQueue } from '../../../../core/generation/report.ts'
import { recipe } from '../../library/sample.ts'

function job(id: string, change: Partial<Job>): Job {
  return {
    id,
    state: 'done',
    payload: { kind: 'generate', shot: 'shot1', recipe: recipe({ prompt: `prompt of ${id}` }) },
    position: 1,
    progress: 1,
    stage: '',
    etaMs: null,
    attempts: 1,
    resumable: false,
    error: null,
    result: null,
    createdAt: 0,
    startedAt: 100,
    endedAt: 200,
    ...change,
  }
}

test('a night without work is told in one sentence', () => {
  expect(reportQueue([], new Map(), 0).words).toEqual(['Nothing was in the queue.'])
  expect(reportQueue([job('old', { endedAt: 50 })], new Map(), 100).words).toEqual(['Nothing was in the queue.'])
})

test('what failed comes with its code and the way on; what came before the moment is left out', () => {
  const error = { code: 'DISK_FULL', message: 'The disk is full. Free some space.' } as const
  const report = reportQueue(
    [
      job('aaaaaaaa', {}),
      job('bbbbbbbb', { state: 'failed', error, resumable: true }),
      job('cccccccc', { attempts: 3 }),
      job('dddddddd', { state: 'waiting', endedAt: null, startedAt: null }),
      job('eeeeeeee', { state: 'failed', error, endedAt: 20, startedAt: 10 }),
      job('ffffffff', { attempts: 2, endedAt: 20, startedAt: 10 }),
    ],
    new Map(),
    100,
  )
  expect(report.failed).toEqual([
    { job: 'bbbbbbbb', title: 'prompt of bbbbbbbb', code: 'DISK_FULL', message: error.message, resumable: true },
  ])
  expect(report.words).toEqual([
    '2 finished, 1 failed, 1 went on after a stop, 1 still to do.',
    'Failed: "prompt of bbbbbbbb". DISK_FULL: The disk is full. Free some space. Then: jobs retry bbbbbbbb, which goes on from its last step.',
    'Went on: "prompt of cccccccc", started 3 times, now done.',
  ])
})

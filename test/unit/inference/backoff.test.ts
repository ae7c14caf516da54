import { expect, test } from 'vitest'
import { Backoff } from '../../../main/inference/worker/backoff.ts'

test('waits twice as long after each failure, up to half a minute, and forgets after a success', () => {
  const backoff = new Backoff()
  const waits = Array.from({ length: 12 }, () => {
    backoff.failed()
    return backoff.delayMs()
  })
  expect(waits.slice(0, 5)).toEqual([0, 250, 500, 1000, 2000])
  expect(waits.at(-1)).toBe(30_000)
  backoff.succeeded()
  expect(backoff.delayMs()).toBe(0)
})

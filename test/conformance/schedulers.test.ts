import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseTolerantJson } from '../../main/inference/schedulers/index.ts'
import { summarise } from './comparison.ts'
import { schedulerResults } from './scheduler-cases.ts'

interface ReferenceFile {
  x0: number[]
  cases: { config: Record<string, unknown>; _class_name: string; final?: number[]; error?: string }[]
}

const load = (name: string): unknown =>
  parseTolerantJson(readFileSync(new URL(`../fixtures/conformance/${name}`, import.meta.url), 'utf8'))

describe('schedulers against recorded traces', () => {
  it.each([
    ['schedulers.json', 150],
    ['schedulers-more.json', 179],
    ['schedulers-drawn.json', 189],
  ])('follows every case of %s', (name, cases) => {
    const results = schedulerResults(load(name))
    const wrong = results
      .map(({ outcome, note }, index) => ({ index, outcome, note }))
      .filter(({ outcome }) => outcome !== 'passed')
    expect(wrong).toEqual([])
    expect(summarise(results)).toMatchObject({ cases, failed: 0, skipped: 0 })
    expect(summarise(results).worst).toBeLessThan(1e-5)
  })

  it('reports a reference that it does not follow', () => {
    const file = load('schedulers.json') as ReferenceFile
    const [first, second, third] = file.cases
    if (first?.final === undefined || second === undefined || third === undefined) throw new Error('fixture too short')
    first.final[7] = (first.final[7] ?? 0) * 1.0001
    second.config['prediction_type'] = 'telepathy'
    const unknown = { ...third, _class_name: 'SomeOtherScheduler' }
    const outcomes = schedulerResults({ ...file, cases: [first, second, unknown] }).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['failed', 'failed', 'skipped'])
  })

  it('fails a case that should have been refused', () => {
    const file = load('schedulers.json') as ReferenceFile
    const [good] = file.cases
    const refused = { ...good, final: undefined, error: 'IndexError' }
    expect(schedulerResults({ x0: file.x0, cases: [refused] }).map(({ outcome }) => outcome)).toEqual(['failed'])
  })

  it('refuses a file of another kind', () => {
    expect(() => schedulerResults(load('randn.json'))).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})

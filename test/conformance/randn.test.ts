import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { summarise } from './comparison.ts'
import { randnResults } from './randn-cases.ts'

const load = (name: string): { cases: { values: number[] }[] } =>
  JSON.parse(readFileSync(new URL(`../fixtures/conformance/${name}`, import.meta.url), 'utf8')) as {
    cases: { values: number[] }[]
  }

describe('noise against recorded draws', () => {
  it.each([
    ['randn.json', 5],
    ['randn-more.json', 9],
  ])('is the same in every bit in %s', (name, cases) => {
    expect(summarise(randnResults(load(name)))).toEqual({ cases, failed: 0, skipped: 0, worst: 0 })
  })

  it('reports noise that differs', () => {
    const file = load('randn.json')
    const values = file.cases[0]?.values ?? []
    values[3] = (values[3] ?? 0) + 1e-6
    expect(summarise(randnResults(file)).failed).toBe(1)
  })
})

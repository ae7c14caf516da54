import { join } from 'node:path'
import { expect, it } from 'vitest'
import { captionResults } from './caption-cases.ts'
import { summarise } from './comparison.ts'
import { readJson } from './reference-file.ts'

const file = readJson(join(import.meta.dirname, '../fixtures/conformance/captions.json'))

it('cleans every recorded prompt as the Latte and Wan pipelines do', () => {
  const results = captionResults(file)
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  expect(summarise(results)).toEqual({ cases: 226, failed: 0, skipped: 0, worst: 0 })
})

it('reports a prompt that comes out otherwise, and refuses a file of another kind', () => {
  const [result] = captionResults({ cases: [{ text: 'A  b', latte: 'a b', wan: 'a b' }] })
  expect(result).toMatchObject({ outcome: 'failed', note: 'wan gives "A b" for "A  b"' })
  expect(() => captionResults({ cases: [] })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
})

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { summarise } from './comparison.ts'
import { tokenizerResults } from './tokenizer-cases.ts'

const fixtures = join(import.meta.dirname, '../fixtures/conformance/tokenizers')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokenizers-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('tokenizers against recorded ids', () => {
  it('follows every text of T5, umT5 and CLIP, cut and padded', () => {
    const results = tokenizerResults(fixtures)
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(summarise(results)).toEqual({ cases: 406, failed: 0, skipped: 0, worst: 0 })
  })

  it('reports a text that it does not follow, before and after padding', () => {
    cpSync(join(fixtures, 't5'), join(folder, 't5'), { recursive: true })
    const file = join(folder, 't5/golden.json')
    const [first, second, third] = JSON.parse(readFileSync(file, 'utf8')) as {
      ids: number[]
      mask: number[]
      raw: number[]
    }[]
    if (first === undefined || second === undefined || third === undefined) throw new Error('fixture too short')
    first.ids.push(0)
    second.mask[0] = 0
    third.raw[1] = 7
    writeFileSync(file, JSON.stringify([first, second, third]))
    const notes = tokenizerResults(folder).map(({ outcome, note }) => `${outcome} ${note.split(': ').at(-1)}`)
    expect(notes).toEqual([
      'failed mask differ from place 120 on',
      'failed mask differ from place 0 on',
      'failed raw ids differ from place 1 on',
    ])
  })

  it('refuses a folder that is not there, an empty one, and one of another form', () => {
    const attempt = (path: string) => () => tokenizerResults(path)
    expect(attempt(join(folder, 'gone'))).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(attempt(folder)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    mkdirSync(join(folder, 'odd'))
    expect(attempt(folder)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    writeFileSync(join(folder, 'odd/golden.json'), '[{"words":"a"}]')
    expect(attempt(folder)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})

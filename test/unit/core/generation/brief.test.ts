import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBrief } from '../../../../core/generation/brief.ts'

const code = (expected: string, words: string) =>
  expect.objectContaining({ code: expected, message: expect.stringContaining(words) })

describe('a brief that cannot be read', () => {
  it.each([
    ['nothing', '', 'BRIEF_INVALID', 'no shots'],
    ['comments only', '# one\n\n  # two', 'BRIEF_INVALID', 'no shots'],
    ['binary data', 'a kite\n\u0000\u0001', 'BRIEF_INVALID', 'not plain text'],
    ['bytes that are not UTF-8', 'a k\ufffdte', 'BRIEF_INVALID', 'not plain text'],
    ['marks without words', 'a kite\n[4s] [seed 7]', 'BRIEF_INVALID', 'Line 2'],
    ['no length', 'a kite [0s]', 'BRIEF_INVALID', 'line 1'],
    ['an endless length', 'a kite [3601s]', 'BRIEF_INVALID', 'line 1'],
    ['a seed that would repeat a smaller one', 'a kite [seed 4294967296]', 'BRIEF_INVALID', 'line 1'],
    ['a novel', `# long\n${'x'.repeat(100_000)}`, 'PROMPT_TOO_LONG', 'Line 2'],
  ])('%s', (_words, text, expected, words) => {
    expect(() => parseBrief(text)).toThrow(code(expected, words))
  })
})

describe('a brief', () => {
  it('is one shot a line, with comments and marks', () => {
    const text = '\ufeff# film\r\n\r\n  a red kite  [4s]\r\n[seed 7] a  grey sea [2.5 S]\nlate # dusk [SEED 0]\n'
    expect(parseBrief(text)).toEqual([
      { prompt: 'a red kite', seconds: 4, seed: null },
      { prompt: 'a grey sea', seconds: 2.5, seed: 7 },
      { prompt: 'late # dusk', seconds: null, seed: 0 },
    ])
  })

  it('leaves brackets that are no marks in the prompt', () => {
    expect(parseBrief('a [red] kite [4 suns]')).toEqual([
      { prompt: 'a [red] kite [4 suns]', seconds: null, seed: null },
    ])
  })

  it('gives back any words and marks that it was made of', () => {
    const word = fc.stringMatching(/^[a-z]{1,9}$/)
    const shot = fc.record({
      prompt: fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' ')),
      seconds: fc.option(fc.integer({ min: 1, max: 3600 })),
      seed: fc.option(fc.nat(0xffff_ffff)),
    })
    fc.assert(
      fc.property(fc.array(shot, { minLength: 1, maxLength: 5 }), (shots) => {
        const lines = shots.map(({ prompt, seconds, seed }) =>
          [prompt, seconds === null ? '' : `[${seconds}s]`, seed === null ? '' : `[seed ${seed}]`].join(' '),
        )
        expect(parseBrief(lines.join('\n'))).toEqual(shots)
      }),
    )
  })
})

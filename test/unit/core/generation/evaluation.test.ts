import { expect, it } from 'vitest'
import { readEvaluation } from '../../../../core/generation/evaluation.ts'

const REPORT = {
  what: '60 held-out combinations',
  adherence: { subject: 0.9, light: 1 },
  all_five: 0.85,
  chance: { subject: 0.2, light: 0.333 },
  change: { mean_change: 0.02 },
}

it('gives each share with what guessing would reach', () => {
  expect(readEvaluation(JSON.stringify(REPORT))).toEqual({
    what: '60 held-out combinations',
    figures: [
      { name: 'subject', share: 0.9, chance: 0.2 },
      { name: 'light', share: 1, chance: 0.333 },
      { name: 'all together', share: 0.85, chance: expect.closeTo(0.0666, 4) as number },
    ],
  })
})

it('knows of no chance where the report says none', () => {
  const { chance: _chance, ...bare } = REPORT
  expect(readEvaluation(JSON.stringify(bare))?.figures.map(({ chance }) => chance)).toEqual([null, null, null])
})

it('gives nothing for a file that is something else', () => {
  for (const text of ['', '{', '[]', '{"what":"x"}', '{"what":"x","adherence":{"a":2}}', JSON.stringify({ a: 1 })]) {
    expect(readEvaluation(text), text).toBeNull()
  }
})

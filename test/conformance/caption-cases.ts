import { z } from 'zod'
import { cleanText } from '../../main/inference/tokenizer/cleaners/clean-text.ts'
import type { CaseResult } from './comparison.ts'
import { readReference } from './reference-file.ts'

const captionFile = z.object({
  cases: z.array(z.object({ text: z.string(), latte: z.string(), wan: z.string() })).min(1),
})

/** Compares every prompt of a reference file with both cleaners. Throws `INVALID_INPUT` for another kind of file. */
export function captionResults(file: unknown): CaseResult[] {
  return readReference(captionFile, file).cases.map((test) => {
    const wrong = (['latte', 'wan'] as const).flatMap((cleaner) => {
      const ours = cleanText(test.text, cleaner)
      return ours === test[cleaner] ? [] : [`${cleaner} gives ${JSON.stringify(ours)} for ${JSON.stringify(test.text)}`]
    })
    const isRight = wrong.length === 0
    return { outcome: isRight ? 'passed' : 'failed', worst: isRight ? 0 : 1, note: wrong.join(', ') }
  })
}

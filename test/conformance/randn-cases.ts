import { z } from 'zod'
import { CortadoError } from '../../core/errors.ts'
import { TorchGenerator } from '../../main/inference/noise/index.ts'
import type { CaseResult } from './comparison.ts'
import { magnitude, relativeError } from './comparison.ts'
import { readReference } from './reference-file.ts'

/** Largest difference from the reference that still counts as the same noise: about one unit in the last place. */
const TOLERANCE = 3e-7

const randnFile = z.object({
  cases: z.array(
    z.object({
      seed: z.number(),
      shape: z.array(z.int().min(0)),
      values: z.array(z.number()),
      /** Sizes of earlier draws from the same generator. */
      after: z.array(z.int().min(0)).default([]),
    }),
  ),
})

/** Compares every case of a reference file with the noise generator. Throws `INVALID_INPUT` for another kind of file. */
export function randnResults(file: unknown): CaseResult[] {
  return readReference(randnFile, file).cases.map((test) => {
    try {
      const generator = new TorchGenerator(test.seed)
      for (const size of test.after) generator.randn(size)
      const actual = generator.randn(test.shape.reduce((product, size) => product * size, 1))
      const differences = test.values.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value))
      const isSame = actual.length === test.values.length && differences.every((difference) => difference <= TOLERANCE)
      const worst = relativeError(actual, test.values, magnitude(test.values))
      return { outcome: isSame ? 'passed' : 'failed', worst, note: isSame ? '' : `seed ${test.seed}: off by ${worst}` }
    } catch (error) {
      if (!(error instanceof CortadoError)) throw error
      return { outcome: 'failed', worst: 0, note: error.message }
    }
  })
}

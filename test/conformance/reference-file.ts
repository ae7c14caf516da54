import type { z } from 'zod'
import { CortadoError } from '../../core/errors.ts'

/** A parsed reference file in the form of its suite. Throws `INVALID_INPUT` naming the first thing that is wrong. */
export function readReference<T extends z.ZodType>(schema: T, file: unknown): z.output<T> {
  const result = schema.safeParse(file)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const place = issue?.path.join('.') || 'the file'
  throw new CortadoError(
    'INVALID_INPUT',
    `This is not a reference file of this suite (${place}: ${issue?.message ?? 'wrong'}).`,
  )
}

import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { CortadoError } from '../../core/errors.ts'
import { parseTolerantJson } from '../../main/inference/schedulers/index.ts'

/** A reference file as Python writes it. Throws `NOT_FOUND` or `INVALID_INPUT`. */
export function readJson(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new CortadoError('NOT_FOUND', `${path} cannot be read; name a readable reference file.`, { cause: error })
  }
  try {
    return parseTolerantJson(text)
  } catch (error) {
    throw new CortadoError('INVALID_INPUT', `${path} is not JSON; name a reference file of this suite.`, {
      cause: error,
    })
  }
}

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

import { CortadoError, ERROR_CODES } from '../../../core/errors.ts'
import type { ErrorCode } from '../../../core/errors.ts'

/** Code and sentence of anything thrown, here or behind the contract. Never a stack trace. */
export function describeError(error: unknown): { code: ErrorCode; message: string } {
  if (error instanceof CortadoError) return { code: error.code, message: error.message }
  if (error instanceof Error && 'data' in error) {
    const data: unknown = error.data
    const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined
    const known = ERROR_CODES.find((candidate) => candidate === code)
    if (known) return { code: known, message: error.message }
  }
  const reason = error instanceof Error ? error.message : String(error)
  return {
    code: 'INTERNAL',
    message: `Something broke that should not: ${reason}. Run "doctor"; nothing that was finished is lost.`,
  }
}

import type { ErrorCode } from '../../core/errors.ts'
import { httpStatus } from '../router/door-error.ts'

/** An error of the door itself, in the form that a refused call has too. */
export function refuse(
  code: ErrorCode,
  message: string,
  status = httpStatus(code),
  headers?: Record<string, string>,
): Response {
  return Response.json(
    { defined: false, code, status, message, data: { code } },
    { status, ...(headers && { headers }) },
  )
}

/** The answer to a method that a path does not know. */
export function refuseMethod(allowed: string): Response {
  return refuse('INVALID_INPUT', `Use ${allowed} here.`, 405, { allow: allowed })
}

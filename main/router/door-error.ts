import { ORPCError, ValidationError } from '@orpc/server'
import { CortadoError } from '../../core/errors.ts'
import type { ErrorCode } from '../../core/errors.ts'

const STATUS: Record<ErrorCode, number> = {
  USAGE: 400,
  INVALID_INPUT: 400,
  NOT_FOUND: 404,
  NO_PROJECT: 409,
  PROJECT_EXISTS: 409,
  PROJECT_IN_USE: 409,
  PROJECT_READ_ONLY: 403,
  PATH_NOT_ALLOWED: 403,
  LIBRARY_NEWER: 409,
  LIBRARY_DAMAGED: 422,
  ENTRY_IN_USE: 409,
  STALE_REVISION: 409,
  SEQUENCE_BUSY: 409,
  EDIT_REFUSED: 409,
  NOTHING_TO_UNDO: 409,
  NOTHING_TO_REDO: 409,
  DISK_FULL: 507,
  MEDIA_DAMAGED: 422,
  MEDIA_UNSUPPORTED: 422,
  PACK_UNKNOWN: 404,
  PACK_INVALID: 422,
  PACK_CORRUPT: 422,
  PACK_NEWER: 422,
  PACK_UNSAFE: 422,
  PACK_MISSING: 404,
  PACK_EXISTS: 409,
  PACK_IN_USE: 409,
  ACCELERATOR_INVALID: 422,
  PROMPT_TOO_LONG: 400,
  FRAMES_OUT_OF_RANGE: 400,
  SIZE_NOT_SUPPORTED: 400,
  SCHEDULER_CONFIG: 400,
  DEVICE_UNAVAILABLE: 503,
  OUT_OF_MEMORY: 503,
  WORKER_LOST: 503,
  GENERATION_FAILED: 500,
  FRAMES_BROKEN: 500,
  JOB_STATE: 409,
  CANCELLED: 499,
  FFMPEG_MISSING: 503,
  FFMPEG_FAILED: 500,
  SEQUENCE_EMPTY: 409,
  NOT_RENDERABLE: 409,
  BRIEF_INVALID: 400,
  UNAUTHORISED: 401,
  INTERNAL: 500,
}

const INTERNAL_MESSAGE = 'Something went wrong inside the studio. Try again; its log says more.'

/** The HTTP status of a code. */
export function httpStatus(code: ErrorCode): number {
  return STATUS[code]
}

/**
 * Any thrown value as the error that crosses the contract: `data.code` is the stable code and `message` the sentence.
 * What nobody foresaw becomes `INTERNAL`; its details go to the log only, because they may name files or hold input.
 */
export function toDoorError(error: unknown, log: (line: string) => void = logToStderr): ORPCError<string, unknown> {
  if (error instanceof CortadoError) return doorError(error.code, error.message, error, '', error.reason)
  if (error instanceof ORPCError) {
    if (isCoded(error)) return error
    if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') {
      return doorError('INVALID_INPUT', validationSentence(error.cause), error, firstPath(error.cause))
    }
  }
  log(`cortado: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  return doorError('INTERNAL', INTERNAL_MESSAGE, error)
}

/** A coded error ready to cross the contract. `path` names the part of the input that it is about, as `size.width`. */
export function doorError(
  code: ErrorCode,
  message: string,
  cause?: unknown,
  path = '',
  reason?: string,
): ORPCError<string, unknown> {
  const data = { code, ...(path === '' ? {} : { path }), ...(reason === undefined ? {} : { reason }) }
  return new ORPCError(code, { status: STATUS[code], message, data, cause })
}

function isCoded(error: ORPCError<string, unknown>): boolean {
  return typeof error.data === 'object' && error.data !== null && 'code' in error.data
}

function validationSentence(error: ValidationError): string {
  const [first, ...others] = error.issues
  if (!first) return 'The request is not valid. Correct it and try again.'
  const path = firstPath(error)
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return `${path === '' ? 'The request' : `"${path}"`} is not valid: ${first.message}${more}. Correct it and try again.`
}

function firstPath({ issues: [first] }: ValidationError): string {
  return (first?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
}

function logToStderr(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Every failure that a person can meet. The code is stable; the words may improve. */
export const ERROR_CODES = [
  'USAGE',
  'INVALID_INPUT',
  'NOT_FOUND',
  'NO_PROJECT',
  'PROJECT_EXISTS',
  'PROJECT_IN_USE',
  'PROJECT_READ_ONLY',
  'PATH_NOT_ALLOWED',
  'LIBRARY_NEWER',
  'LIBRARY_DAMAGED',
  'ENTRY_IN_USE',
  'STALE_REVISION',
  'SEQUENCE_BUSY',
  'EDIT_REFUSED',
  'NOTHING_TO_UNDO',
  'NOTHING_TO_REDO',
  'DISK_FULL',
  'MEDIA_DAMAGED',
  'MEDIA_UNSUPPORTED',
  'PACK_UNKNOWN',
  'PACK_INVALID',
  'PACK_CORRUPT',
  'PACK_NEWER',
  'PACK_UNSAFE',
  'PACK_MISSING',
  'PACK_EXISTS',
  'PACK_IN_USE',
  'ACCELERATOR_INVALID',
  'PROMPT_TOO_LONG',
  'FRAMES_OUT_OF_RANGE',
  'SIZE_NOT_SUPPORTED',
  'SCHEDULER_CONFIG',
  'DEVICE_UNAVAILABLE',
  'OUT_OF_MEMORY',
  'WORKER_LOST',
  'GENERATION_FAILED',
  'FRAMES_BROKEN',
  'JOB_STATE',
  'CANCELLED',
  'FFMPEG_MISSING',
  'FFMPEG_FAILED',
  'SEQUENCE_EMPTY',
  'NOT_RENDERABLE',
  'BRIEF_INVALID',
  'UNAUTHORISED',
  'INTERNAL',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** One failure: a stable code, and a sentence that says what happened and what to do next. */
export class CortadoError extends Error {
  readonly code: ErrorCode
  /** A finer code where one code has many causes, as `TRACK_LOCKED` of `EDIT_REFUSED`. */
  readonly reason: string | undefined

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; reason?: string }) {
    super(message, options)
    this.name = 'CortadoError'
    this.code = code
    this.reason = options?.reason
  }
}

/** The code of any thrown value; `INTERNAL` where it is not one of ours. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof CortadoError ? error.code : 'INTERNAL'
}

/** Errors that a caller could have avoided by asking differently: exit code 2 on the command line. */
export function isUsageError(code: ErrorCode): boolean {
  return USAGE_CODES.has(code)
}

const USAGE_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'USAGE',
  'INVALID_INPUT',
  'PACK_UNKNOWN',
  'PROMPT_TOO_LONG',
  'FRAMES_OUT_OF_RANGE',
  'SIZE_NOT_SUPPORTED',
  'BRIEF_INVALID',
])

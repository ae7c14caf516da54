import { CortadoError } from '../../core/errors.ts'

/** Turns a full disk or a read-only folder into a coded error; anything else comes back as it was. */
export function diskError(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') {
    return new CortadoError(
      'DISK_FULL',
      `The disk that holds "${path}" is full. Free some space and try again; nothing that was finished is lost.`,
      { cause: error },
    )
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || code === 'SQLITE_READONLY') {
    return new CortadoError(
      'PROJECT_READ_ONLY',
      `"${path}" cannot be written to. Check its permissions or move the project to a folder that you own.`,
      { cause: error },
    )
  }
  return error
}

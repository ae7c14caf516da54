import { CortadoError } from '../../../core/errors.ts'

/** Stops with `SCHEDULER_CONFIG`: nothing has run yet, and the words say what to change. */
export function refuse(message: string, cause?: unknown): never {
  throw new CortadoError('SCHEDULER_CONFIG', message, cause === undefined ? {} : { cause })
}

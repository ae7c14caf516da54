import { CortadoError } from '../../../core/errors.ts'

/** The error for frames that hold what is not a number; `kept` says in words what is not lost. */
export function notNumbers(kept: string): CortadoError {
  return new CortadoError(
    'FRAMES_BROKEN',
    `The frames came out as no numbers (NaN), so nothing was saved; ${kept}. Verify the pack, then try the job again, ` +
      'or make the take on another device or with a pack of higher precision.',
  )
}

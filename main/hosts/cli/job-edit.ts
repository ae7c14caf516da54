import { CortadoError } from '../../../core/errors.ts'
import type { JobEdit } from '../../../core/generation/request.ts'
import { defined, realNumber, sizeOption, wholeNumber } from './args.ts'

/** What `jobs edit` can change of a job. */
export const JOB_EDIT = {
  prompt: { type: 'string' },
  negative: { type: 'string' },
  seed: { type: 'string' },
  frames: { type: 'string' },
  size: { type: 'string' },
  steps: { type: 'string' },
  guidance: { type: 'string' },
  scheduler: { type: 'string' },
} as const

type Values = { [K in keyof typeof JOB_EDIT]?: string | undefined }

/** The settings that the options name. Throws `USAGE` for `edit` without any, and for any without `edit`. */
export function jobEditOf(values: Values, action: string): JobEdit {
  const given = (Object.keys(JOB_EDIT) as (keyof Values)[]).filter((name) => values[name] !== undefined)
  if (action !== 'edit' && given.length > 0) {
    throw new CortadoError('USAGE', `--${given[0]} belongs to "jobs edit ID", not to "jobs ${action}".`)
  }
  if (action === 'edit' && given.length === 0) {
    const names = Object.keys(JOB_EDIT).map((name) => `--${name}`)
    throw new CortadoError('USAGE', `Say what to change: ${names.join(', ')}.`)
  }
  return defined({
    prompt: values.prompt,
    negativePrompt: values.negative,
    seed: wholeNumber('seed', values.seed),
    frames: wholeNumber('frames', values.frames),
    size: sizeOption(values.size),
    steps: wholeNumber('steps', values.steps),
    guidance: realNumber('guidance', values.guidance),
    scheduler: values.scheduler,
  })
}

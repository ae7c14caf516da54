import { CortadoError } from '../../../core/errors.ts'
import type { Refinement } from '../../../core/generation/request.ts'
import { Rate } from '../../../core/timeline/time.ts'
import { defined } from './args.ts'

/** Options of every command that can refine takes. */
export const REFINEMENT = {
  upscale: { type: 'string' },
  fps: { type: 'string' },
  interpolator: { type: 'string' },
} as const

/** What the options wish for; undefined where they wish for nothing. Throws `USAGE`. */
export function refinementOf(values: {
  upscale?: string | undefined
  fps?: string | undefined
  interpolator?: string | undefined
}): Refinement | undefined {
  if (values.interpolator !== undefined && values.fps === undefined) {
    throw new CortadoError('USAGE', '--interpolator needs the new rate beside it, such as --fps 24.')
  }
  if (values.upscale === undefined && values.fps === undefined) return undefined
  return defined({
    upscale: values.upscale === undefined ? undefined : upscaleOption(values.upscale),
    interpolate:
      values.fps === undefined
        ? undefined
        : { rate: rateOption(values.fps), ...defined({ pack: values.interpolator }) },
  })
}

/** A factor such as 2, the id of a pack, or both: `4,esrgan-medium-4x`. */
function upscaleOption(text: string): NonNullable<Refinement['upscale']> {
  const both = /^([^,]+),([^,]+)$/.exec(text)
  if (both) return { ...upscaleOption(both[1] as string), pack: both[2] as string }
  if (!/^\d+(\.\d+)?x?$/.test(text)) return { pack: text }
  const factor = Number.parseFloat(text)
  if (Number.isInteger(factor) && factor >= 2 && factor <= 8) return { factor }
  throw new CortadoError('USAGE', `--upscale takes a factor from 2 to 8 or the id of a pack, not "${text}".`)
}

/** `24`, or an exact fraction such as `24000/1001`. */
function rateOption(text: string): Rate {
  const [num, den = '1'] = text.split('/')
  const rate = /^\d+(\/\d+)?$/.test(text) ? Rate.safeParse({ num: Number(num), den: Number(den) }) : undefined
  if (rate?.success) return rate.data
  throw new CortadoError('USAGE', `--fps takes frames a second such as 24 or 24000/1001, not "${text}".`)
}

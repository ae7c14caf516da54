import { resolve } from 'node:path'
import { CortadoError } from '../../../core/errors.ts'
import type { GenerateRequest } from '../../../core/generation/request.ts'
import { choice, defined, realNumber, wholeNumber } from './args.ts'

type Change = NonNullable<GenerateRequest['change']>
type Grid = NonNullable<GenerateRequest['grid']>

/** Options that change footage, reuse settings, or ask for a grid. */
export const CHANGE = {
  op: { type: 'string' },
  take: { type: 'string' },
  to: { type: 'string' },
  backwards: { type: 'boolean' },
  image: { type: 'string' },
  at: { type: 'string' },
  mask: { type: 'string' },
  strength: { type: 'string' },
  like: { type: 'string' },
  turn: { type: 'string', multiple: true },
  grid: { type: 'string', multiple: true },
} as const

export interface ChangeValues {
  op?: string | undefined
  take?: string | undefined
  to?: string | undefined
  frames?: string | undefined
  backwards?: boolean | undefined
  image?: string | undefined
  at?: string | undefined
  mask?: string | undefined
  strength?: string | undefined
}

const OPERATIONS = ['image', 'extend', 'retake', 'bridge', 'inpaint', 'restyle'] as const

/**
 * What `--op` wishes for; undefined without it. `--frames` is a range such as `20-40` (both ends included) for retake,
 * inpaint and restyle, and a number of new frames for extend and bridge. Throws `USAGE`.
 */
export function changeOf(values: ChangeValues): Change | undefined {
  const operation = choice('op', values.op, OPERATIONS) ?? (values.image === undefined ? undefined : 'image')
  switch (operation) {
    case undefined:
      return undefined
    case 'image':
      return {
        operation: 'image-to-video',
        picture: { path: resolve(need('image', values.image, 'a picture')) },
        ...defined({ at: wholeNumber('at', values.at) }),
      }
    case 'extend':
      return {
        operation,
        take: take(values),
        frames: count(values),
        direction: values.backwards === true ? 'backwards' : 'forwards',
      }
    case 'bridge':
      return {
        operation,
        take: take(values),
        next: need('to', values.to, 'the take to lead to'),
        frames: count(values),
      }
    case 'retake':
      return { operation, take: take(values), ...rangeOf(need('frames', values.frames, 'a range such as 20-40')) }
    case 'inpaint':
      return {
        operation,
        take: take(values),
        mask: {
          path: resolve(need('mask', values.mask, 'a picture or film that is white where the picture is made anew')),
        },
        ...(values.frames === undefined ? {} : rangeOf(values.frames)),
      }
    case 'restyle':
      return {
        operation,
        take: take(values),
        ...defined({ strength: realNumber('strength', values.strength) }),
        ...(values.frames === undefined ? {} : rangeOf(values.frames)),
      }
  }
}

/** `guidance=1,2,4`, once or twice. Throws `USAGE`. */
export function gridOf(texts: readonly string[] | undefined): Grid | undefined {
  if (texts === undefined) return undefined
  return Object.fromEntries(
    texts.map((text) => {
      const [name, ...rest] = text.split('=')
      const axis = choice('grid', name, ['seed', 'guidance', 'steps', 'scheduler', 'prompt'] as const) as string
      const parts = rest.join('=').split(axis === 'prompt' ? '|' : ',')
      if (parts.some((part) => part.trim() === '')) {
        throw new CortadoError('USAGE', `--grid takes NAME=VALUE,VALUE such as guidance=1,2,4, not "${text}".`)
      }
      if (axis === 'prompt' || axis === 'scheduler') return [axis, parts]
      return [axis, parts.map((part) => realNumber('grid', part) as number)]
    }),
  )
}

/** `24=a red ball in a snow field`: what the prompt turns into from frame 24 on. Throws `USAGE`. */
export function promptsOf(texts: readonly string[] | undefined): GenerateRequest['prompts'] {
  return texts?.map((text) => {
    const match = /^(\d+)=(.+)$/s.exec(text)
    if (!match)
      throw new CortadoError('USAGE', `--turn takes FRAME=PROMPT such as "24=a red ball by night", not "${text}".`)
    return { at: Number(match[1]), prompt: (match[2] as string).trim() }
  })
}

function take(values: ChangeValues): string {
  return need('take', values.take, 'the take to change')
}

function count({ frames }: ChangeValues): number {
  return wholeNumber('frames', need('frames', frames, 'how many frames to make')) as number
}

/** Both ends are included, as in what the viewer shows. */
function rangeOf(text: string): { from: number; to: number } {
  const match = /^(\d+)-(\d+)$/.exec(text)
  if (!match) throw new CortadoError('USAGE', `--frames takes a range such as 20-40 here, not "${text}".`)
  return { from: Number(match[1]), to: Number(match[2]) + 1 }
}

function need(name: string, value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value
  throw new CortadoError('USAGE', `This operation needs --${name}: ${what}. Run "cortado --help" to see an example.`)
}
